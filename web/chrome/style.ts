/**
 * The stylesheet, served at /assets/tocsin.css. One accent; the alarm colour is for overdue and irreversible only.
 * Every pair of text and ground is AA or better in both schemes (axe holds it in test/web/look.test.ts).
 */
const colours = {
  light: {
    ground: "#f4f6f6",
    surface: "#ffffff",
    sunken: "#e9eeef",
    text: "#17242a",
    quiet: "#4c5c64",
    line: "#cfd8db",
    accent: "#0b5c68",
    "accent-soft": "#dcecee",
    "on-accent": "#ffffff",
    alarm: "#a8201a",
    "alarm-soft": "#fbe9e7",
    elapsed: "#7fa9b0",
    track: "#dfe7e9",
  },
  dark: {
    ground: "#0e1518",
    surface: "#162024",
    sunken: "#0f181b",
    text: "#e4ecee",
    quiet: "#a2b3ba",
    line: "#2d3c42",
    accent: "#7fd0dc",
    "accent-soft": "#17353b",
    "on-accent": "#05262c",
    alarm: "#ffa198",
    "alarm-soft": "#3d1a18",
    elapsed: "#4d7f88",
    track: "#26353a",
  },
} as const;

const variables = (scheme: keyof typeof colours): string =>
  Object.entries(colours[scheme])
    .map(([name, value]) => `--${name}:${value};`)
    .join("");

export const stylesheet = `
:root{color-scheme:light dark;${variables("light")}}
@media (prefers-color-scheme:dark){:root{${variables("dark")}}}
*{box-sizing:border-box}
html{scroll-padding:1rem 0 7rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main{max-width:84rem;margin:0 auto;padding:.5rem 1rem 2rem}
main.narrow{max-width:42rem}
main:focus{outline:none}
h1,h2,h3{line-height:1.25;margin:0;text-wrap:balance}
h1{font-size:1.5rem;letter-spacing:-.01em;margin-bottom:.75rem}
h2{font-size:1.125rem;margin-bottom:.75rem}
h3{font-size:1rem}
h2 small,h3 small{font-weight:400;color:var(--quiet)}
h3.minor{font-size:.875rem;color:var(--quiet);font-weight:600;margin:1rem 0 .5rem}
p{margin:0 0 .75rem}
ul,ol{margin:0 0 .75rem;padding-left:1.25rem}
small,.source,.hint,.quiet,figcaption,.digest{font-size:.875rem;color:var(--quiet)}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem;top:0;background:var(--surface);padding:.75rem 1rem;z-index:2}
.skip:focus{left:0}
.print-only{display:none}
.pre{white-space:pre-line}
.code,.digest .code{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;font-size:.92em;overflow-wrap:anywhere}
.lead{font-size:1.125rem}
.empty{color:var(--quiet);padding:1rem;border:1px dashed var(--line);border-radius:.5rem}

.drill{margin:0;padding:.625rem 1rem;text-align:center;letter-spacing:.02em;color:var(--ground);background:var(--text);border-block:6px solid;border-image:repeating-linear-gradient(135deg,var(--text) 0 12px,var(--ground) 12px 24px) 6}
.banner{display:flex;flex-wrap:wrap;align-items:center;gap:0 1rem;padding:.25rem 1rem;background:var(--surface);border-bottom:1px solid var(--line)}
.banner a{display:inline-flex;align-items:center;min-height:44px}
.banner .home{gap:.5rem;font-weight:700;font-size:1.125rem;color:var(--text);text-decoration:none}
.bell{color:var(--accent)}
.banner nav{display:flex;flex-wrap:wrap;gap:0 .25rem}
.banner nav a{padding:0 .625rem;text-decoration:none}
.banner nav a:hover{text-decoration:underline}
.banner nav a[aria-current]{font-weight:600;color:var(--text);box-shadow:inset 0 -3px var(--accent)}
.person{margin:0 0 0 auto;display:flex;align-items:center;gap:1rem;line-height:1.2;font-size:.9375rem}
.person small{display:block}

.crumb{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .5rem;margin:.5rem 0;color:var(--quiet)}
.crumb a{display:inline-flex;flex-wrap:wrap;align-items:center;gap:.375rem;min-height:44px}
.crumb .here{padding:.625rem 0}
.pill{display:inline-flex;align-items:center;gap:.375rem;font-size:.875rem;line-height:1.3;padding:.125rem .625rem;border:1px solid var(--line);border-radius:1rem;color:var(--text);background:var(--surface);vertical-align:baseline;font-weight:400}
.pill.accent{border-color:var(--accent);color:var(--accent)}
.pill.quiet{color:var(--quiet)}
.pill.strong{border-color:var(--text);font-weight:600}
.pill.alarm{border-color:var(--alarm);color:var(--alarm);background:var(--alarm-soft);font-weight:600}
.pills{display:flex;flex-wrap:wrap;align-items:center;gap:.375rem}
.mark{flex:none;vertical-align:-.06em}

section,.case-card,.question,.message,.case-card,.outcome{min-width:0}
section{margin:0 0 1rem;padding:1rem;background:var(--surface);border:1px solid var(--line);border-radius:.625rem}
section section{border:0;padding:0}
.mine{border-color:var(--accent);box-shadow:inset 4px 0 var(--accent)}
.nearest{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .75rem;margin-bottom:1rem}
.nearest strong{font-size:1.375rem;line-height:1.3}
.clock-table .left{display:block;font-weight:700}
.why-row td{border:0;padding:0 0 .25rem}
.why-row small{display:inline}
.why-row p{font-size:.9375rem;margin-bottom:.375rem}
.clock-table thead th:first-child{width:38%}
.clock-table thead th:nth-child(2){width:34%}
.left.late{color:var(--alarm);font-weight:700}
.late::before{content:"▲ ";font-size:.8em}
.health{color:var(--quiet);display:flex;align-items:center;gap:.5rem;margin-bottom:1rem}
.health.trouble{display:block;padding:.75rem 1rem;border:1px solid var(--line);border-left:4px solid var(--text);border-radius:.625rem;background:var(--surface);color:var(--text)}
.health.trouble p,.health.trouble ul{margin:0}
.trouble .mark,.missing .mark{margin-right:.25rem}
.question{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.75rem 1.5rem}
.question+.question{margin-top:1rem;padding-top:1rem;border-top:1px solid var(--line)}
.question h3{font-size:1.125rem}
.question p{margin:.25rem 0 0;font-size:.9375rem}
.question>div{flex:1 1 20rem}
.case-card{display:grid;gap:.75rem;padding:1rem 0;border-top:1px solid var(--line)}
h2+.case-card{border-top:0;padding-top:0}
.case-card h3{font-size:1.125rem;margin-bottom:.25rem}
.case-card h3 a{display:inline-block;padding:.5rem 0;min-height:44px}
.case-card .nearest{margin:.75rem 0}

button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:48px;min-width:44px;padding:.5rem 1.25rem;font:inherit;font-weight:600;line-height:1.25;color:var(--on-accent);background:var(--accent);border:2px solid var(--accent);border-radius:.5rem;cursor:pointer;text-decoration:none;text-align:center}
button:hover,.button:hover{filter:brightness(1.08)}
button.plain,.button.plain{color:var(--accent);background:transparent}
button.plain:hover,.button.plain:hover{background:var(--accent-soft);filter:none}
button[disabled]{color:var(--quiet);border-color:var(--line);cursor:not-allowed}
.act{display:flex;flex-wrap:wrap;gap:0 1.25rem;margin:.5rem 0 0}
.act a{display:inline-flex;align-items:center;min-height:44px}

.facts{margin:0 0 .75rem}
.facts>div{padding:.5rem 0;border-top:1px solid var(--line)}
.facts>div:first-child{border-top:0;padding-top:0}
.facts dt{font-size:.875rem;color:var(--quiet)}
.facts dd{margin:0}
.facts .source{display:block}
.when small{white-space:nowrap}
.resource{display:block;overflow-wrap:anywhere}
.alert h3{margin-bottom:.5rem}
.alert+.alert{margin-top:1rem;padding-top:1rem;border-top:1px solid var(--line)}
.unknown{color:var(--quiet);font-style:italic}
.unknowns{list-style:none;padding:0}
.unknowns li{padding:.375rem 0 .375rem .75rem;border-left:3px dotted var(--quiet);margin-bottom:.5rem}
.unknowns span{display:block;font-size:.875rem;color:var(--quiet)}
.plain-list{list-style:none;padding:0}
.plain-list li{padding:.375rem 0}
.plain-list .why{display:block}
.plain-list.quarantine li{padding:.5rem 0;border-top:1px solid var(--line)}
.plain-list.quarantine li:first-child{border-top:0}
.plain-list.quarantine h3 a{display:inline-block;padding:.5rem 0;min-height:44px}
.plain-list.quarantine .source{display:block}
.plain-list.quarantine p,.plain-list.quarantine h3{margin:0}
.raw{max-height:24rem;overflow:auto;margin:0 0 .75rem;padding:.75rem;font:.875rem/1.45 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate-override;background:var(--ground);border:1px solid var(--line);border-radius:.5rem}
.why{font-size:.9375rem;color:var(--quiet)}

.clocks{margin:0 0 .75rem}
.clocks svg{display:block;overflow:visible}
.clocks text{fill:var(--text);font-size:15px}
.clocks .name{font-weight:600;paint-order:stroke;stroke:var(--surface);stroke-width:5px;stroke-linejoin:round}
.clocks .axis{fill:var(--quiet);font-size:12.5px}
.clocks .now-word{font-size:12.5px;font-weight:700;text-anchor:middle}
.clocks .grid{stroke:var(--line);stroke-width:1}
.clocks .now{stroke:var(--text);stroke-width:1.5;stroke-dasharray:1 0}
.clocks .now-head{fill:var(--text)}
.clocks .whole{fill:var(--track)}
.clocks .elapsed{fill:var(--elapsed)}
.clocks .hold-ground{fill:var(--surface)}
.clocks .hold-line{fill:var(--quiet)}
.clocks .late-ground{fill:var(--alarm-soft)}
.clocks .late-line{fill:var(--alarm)}
.clocks .open-end{stroke:var(--elapsed);stroke-width:3;stroke-dasharray:2 6;stroke-linecap:round}
.clocks .milestone{stroke:var(--quiet);stroke-width:1.5}
.clocks .milestone.struck{stroke:var(--text);stroke-width:3}
.clocks .due{fill:var(--accent);stroke:var(--surface);stroke-width:2}
.clocks .due.late{fill:var(--alarm)}
.clocks .met-mark{fill:var(--accent);stroke:var(--surface);stroke-width:2}
.clocks .met-tick{fill:none;stroke:var(--on-accent);stroke-width:2}

table{width:100%;border-collapse:collapse;margin:0 0 .75rem}
caption{text-align:left;font-size:.875rem;color:var(--quiet);padding-bottom:.25rem}
th,td{text-align:left;vertical-align:top;padding:.625rem .75rem .625rem 0;border-top:1px solid var(--line);font-weight:400}
tbody th{font-weight:600}
thead th{font-size:.875rem;color:var(--quiet);border-top:0;padding-top:0}
td small,th small{display:block;font-weight:400}
.law{display:block;font-weight:400;font-size:.875rem}
.cite a{display:inline-block;padding:.25rem 0}
td>.pill+.when,td>.pill+span{display:block;margin-top:.25rem}
td form{margin-top:.5rem}
summary{cursor:pointer;min-height:44px;display:inline-flex;align-items:center;gap:.5rem;color:var(--accent);font-weight:400}
summary::before{content:"+";font-weight:700;width:.75em}
details[open]>summary::before{content:"–"}
summary::-webkit-details-marker{display:none}
th details p{font-weight:400;font-size:.9375rem}

.timeline{list-style:none;padding:0;margin:0 0 1rem}
.timeline li{display:grid;grid-template-columns:1rem 5.25rem 1fr;gap:.5rem;padding:.5rem 0;border-top:1px solid var(--line)}
.timeline li>.mark{margin-top:.4rem;color:var(--quiet)}
.timeline li>time{font-size:.875rem;color:var(--quiet);padding-top:.1rem}
.timeline p{margin:0}
.timeline .decision>.mark{color:var(--accent)}
.timeline .decision p:first-child,.timeline .trouble p:first-child{font-weight:600}
.timeline .trouble>.mark{color:var(--text)}
.notice{padding:.75rem 0;border-top:1px solid var(--line)}
h2+.notice{border-top:0;padding-top:0}
.notice p{margin:.25rem 0}
.notice h3 a,.notice-full h3 a{display:inline-block;padding:.5rem 0}
.notice h3{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .625rem}
.missing{font-weight:600}

.errors{padding:1rem;margin-bottom:1rem;background:var(--surface);border:2px solid var(--text);border-radius:.625rem}
.errors ul{margin:0}
.errors li{padding:.25rem 0}
.field{margin:0 0 1.25rem;padding:0;border:0;min-width:0}
.field>label,.field>legend{display:block;font-weight:600;padding:0;margin-bottom:.25rem}
.field .hint{margin:0 0 .375rem}
.field .error{margin:0 0 .375rem}
.field.wrong{border-left:4px solid var(--text);padding-left:.75rem}
input[type=text],input[type=datetime-local],textarea{width:100%;max-width:36rem;min-height:48px;padding:.625rem .75rem;font:inherit;color:var(--text);background:var(--ground);border:1px solid var(--quiet);border-radius:.5rem}
input[type=datetime-local]{max-width:18rem}
.choices{display:flex;flex-wrap:wrap;gap:.25rem .5rem}
.choice{display:flex;align-items:flex-start;gap:.625rem;min-height:44px;padding:.625rem .75rem;border:1px solid var(--line);border-radius:.5rem;cursor:pointer;flex:0 1 auto}
.choice:hover{background:var(--accent-soft)}
.choice:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.choice input{width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--accent);flex:none}
.choice small{display:block}
.decide section>h2{margin-top:0}
.outcome{padding:.75rem 0;border-top:1px solid var(--line)}
h2+.outcome{border-top:0;padding-top:0}
.outcome ul{margin:.25rem 0 0}
.irreversible{color:var(--alarm);font-weight:600;margin:.375rem 0 0}
.actions{position:sticky;bottom:0;display:flex;flex-wrap:wrap;gap:.625rem;padding:.75rem 1rem;margin:0 -1rem;background:var(--surface);border-top:1px solid var(--line);z-index:1}
.actions>*{flex:1 1 9rem}
.letter{padding:1rem 1.25rem;background:var(--ground);border:1px solid var(--line);border-radius:.5rem;font-family:Charter,"Bitstream Charter","Iowan Old Style",Georgia,serif}
.letter p:last-child{margin:0}
h3+.letter,h3+.elements{margin-top:.5rem}
.digest+h3,.decide section>h3,.notice-full details+h3{margin-top:1.25rem}
.letter-subject{border-bottom:1px solid var(--line);padding-bottom:.625rem}
.digest{margin-top:.375rem}
.elements{list-style:none;padding:0}
.elements li{display:grid;grid-template-columns:1rem 1fr;gap:.375rem;padding:.5rem 0;border-top:1px solid var(--line)}
.elements li>.mark{margin-top:.4rem}
.elements .why{display:block;font-weight:400}
.diff{list-style:none;padding:0}
.diff li{padding:.25rem 0}
ins{background:var(--accent-soft);text-decoration:underline}
.clock-change{padding:.875rem 0;border-top:1px solid var(--line)}
.clock-change p{margin:.375rem 0 0}
.clock-change strong small{font-weight:400}
h2+.clock-change{border-top:0;padding-top:0}
.people{list-style:none;padding:0;display:grid;gap:.5rem}
main>h1:first-child{margin-top:.75rem}
.person-choice small{font-weight:400}
.person-choice{width:100%;flex-direction:column;align-items:flex-start;text-align:left;min-height:60px;background:var(--surface);border-width:1px;border-color:var(--line);color:var(--text)}
.message .lead{display:flex;gap:.625rem;align-items:baseline}
.message{padding:1.25rem;background:var(--surface);border:1px solid var(--line);border-radius:.625rem}

footer{max-width:84rem;margin:0 auto;padding:0 1rem 2rem;font-size:.875rem;color:var(--quiet)}
.local{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;padding:.625rem 1rem;margin-bottom:1rem;border:1px dashed var(--quiet);border-radius:.625rem}
.local p{margin:0}

@media (max-width:47.9em){
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack,.stack tbody,.stack tr,.stack th,.stack td,.stack caption{display:block}
.stack tr{padding:.75rem 0;border-top:1px solid var(--line)}
.stack .why-row{border:0;padding:0}
.stack tbody th,.stack td{border:0;padding:.125rem 0}
.stack td::before{content:attr(data-label) ": ";font-size:.875rem;color:var(--quiet)}
.stack .why-row td::before,.stack.clock-table td::before{content:none}
section{padding:1rem .875rem}
.person small{display:none}
.question .button{flex:1 1 100%}
}
@media (min-width:48em){
th,td{overflow-wrap:break-word}
}
@media (min-width:64em){
main{padding:1rem 2rem 3rem}
.banner{padding:.25rem 2rem}
h1{font-size:1.75rem}
.columns{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:0 1rem;align-items:start}
.columns.even{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.columns.pile{display:flow-root}
/* Floats, because left and right are of unlike length and the source keeps the order of the small screen. */
.pile>.side{float:left;clear:left;width:calc(40% - .5rem)}
.pile>.wide{float:right;clear:right;width:calc(60% - .5rem)}
.columns>.wide:first-child{grid-column:2;grid-row:1}
.columns>.wide:first-child+.side{grid-column:1;grid-row:1}
.case-card{grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:2rem}
.facts>div{display:grid;grid-template-columns:9rem 1fr;gap:.75rem}
.actions>*{flex:0 1 auto;min-width:14rem}
.people{grid-template-columns:1fr 1fr}
footer{padding:0 2rem 2rem}
}
@media (prefers-reduced-motion:no-preference){
.choice,button,.button{transition:background-color .12s,filter .12s}
}
@media print{
:root{color-scheme:light;${variables("light")}--ground:#fff}
.banner,.local,.actions,.skip,.act,.button{display:none!important}
.print-only{display:block}
body{font-size:10.5pt}
section,.case-card{break-inside:avoid;border-color:#999}
a{color:inherit;text-decoration:none}
details:not([open])>*{display:block}
details::details-content{content-visibility:visible}
.drill{color:#000;background:#fff;border:2pt solid #000}
}
`.trim();
