/** The rooms and what each may import: docs/rooms.md says the same in words. `comment` says why. */
const only = (from, allowed, comment) => ({
  name: `${from.replaceAll("/", "-")}-imports`,
  severity: "error",
  comment,
  from: { path: `^${from}/` },
  to: { pathNot: allowed.map((path) => `^${path}`) },
});
const pkg = (...names) => names.map((name) => `node_modules/${name}/`);
const never = (name, from, to, comment, more = {}) => ({
  name,
  severity: "error",
  comment,
  from,
  to,
  ...more,
});
const pure =
  "It decides and touches nothing: the same input gives the same answer on any machine, in any year.";

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    never("no-circular", {}, { circular: true }, "A circle has no first step."),
    never(
      "no-orphans",
      {
        orphan: true,
        path: "^(functions|orchestrations|shared|web|cli|local)/",
        pathNot: ["\\.d\\.ts$", "^web/client/", "^cli/(build|tocsin|start-func)\\.ts$"],
      },
      {},
      "Nobody imports it: dead, or a wire is missing.",
    ),
    {
      ...only("shared/domain", ["shared/domain/", ...pkg("luxon", "@types/luxon", "immutable")], pure),
      from: { path: "^shared/domain/", pathNot: "^shared/domain/case/events\\.ts$" },
    },
    never(
      "events-import-types-only",
      { path: "^shared/domain/case/events\\.ts$" },
      {
        path: "^shared/",
        pathNot: "^shared/domain/case/vocabulary\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
      "The events are written once, as schemas; their types are made from them. No schema runs in the domain.",
    ),
    never(
      "events-imports",
      { path: "^shared/domain/case/events\\.ts$" },
      { pathNot: ["^shared/contracts/(entry|events/bodies)\\.ts$", "^shared/domain/case/vocabulary\\.ts$"] },
      "It names the types of the entries and nothing else.",
    ),
    only(
      "shared/rules",
      ["shared/rules/", "shared/domain/"],
      "The law is data: literals, and the types that they satisfy.",
    ),
    only(
      "shared/ledger",
      ["shared/ledger/", "shared/domain/", ...pkg("canonicalize")],
      "It is checked by a verifier in a browser too; hashing is passed in.",
    ),
    only(
      "shared/contracts",
      ["shared/contracts/", "shared/domain/", ...pkg("zod", "luxon", "@types/luxon")],
      "It checks shapes; what they mean is the domain's.",
    ),
    only(
      "shared/intake",
      ["shared/intake/", "shared/contracts/", "shared/domain/", ...pkg("zod", "luxon", "@types/luxon")],
      pure,
    ),
    only(
      "shared/ports",
      ["shared/ports/", "shared/domain/", "shared/contracts/"],
      "A port is words of the domain, and types only.",
    ),
    only(
      "shared/cases",
      [
        "shared/(cases|ports|domain|ledger|rules|contracts|intake)/",
        ...pkg("jose", "uuid", "luxon", "@types/luxon", "zod"),
      ],
      "A command reads, decides, appends, wakes; whom it reads through is wiring's business.",
    ),
    never(
      "commands-without-presentation",
      { path: "^shared/cases/(commands|store)/" },
      {
        path: "^(web/|shared/contracts/(views|mail-views|quarantine-views|annual-log|forms|form-fields|stated-facts|hold-form|quarantine-forms|program-posts|fact-statement)\\.ts)",
      },
      "A command takes a typed value. What people see and type is read and written in web/.",
    ),
    never(
      "one-way-out",
      {
        path: "^(functions|orchestrations|shared|web|cli|local)/",
        pathNot: "^shared/(adapters/|ports/|wiring\\.ts|cases/(app-context|commands/deliver)\\.ts)",
      },
      { path: "^shared/ports/mail\\.ts$" },
      "Whatever leaves goes through the gate, which one command asks before each hand-over.",
    ),
    never(
      "adapters-stay-apart",
      { path: "^shared/adapters/([^/]+)/" },
      { path: "^shared/adapters/", pathNot: "^shared/adapters/$1/" },
      "Two outside things do not know each other.",
    ),
    never(
      "adapters-imports",
      { path: "^shared/adapters/" },
      { path: "^(functions|orchestrations|web|cli|local|shared/(cases|rules|intake|wiring|configuration))" },
      "An adapter knows one outside thing and the port that it fulfils.",
    ),
    only(
      "orchestrations",
      ["orchestrations/", "shared/(domain|contracts)/", ...pkg("durable-functions", "zod")],
      "They are replayed: nothing that could answer differently the second time.",
    ),
    never(
      "functions-imports",
      { path: "^functions/" },
      {
        path: "^(functions/|shared/(adapters|rules|ports)|local|cli)",
        pathNot: ["^functions/compose\\.ts$", "^functions/http/", "^functions/index\\.ts$"],
      },
      "A trigger authorises, parses, makes one call and answers.",
      { from: { path: "^functions/", pathNot: "^functions/index\\.ts$" } },
    ),
    only(
      "web",
      ["web/", "shared/(contracts|domain)/", ...pkg("hono", "ical-generator", "luxon", "@types/luxon")],
      "A page is a pure function of its view, and a view of the case, the reader and the law that it is given.",
    ),
    never(
      "pure-rooms-without-node",
      { path: "^(shared/(domain|rules|ledger|contracts|intake|ports|cases)|orchestrations|web)/" },
      { dependencyTypes: ["core"] },
      "They run in a browser, in a replay, in a property test.",
    ),
    never(
      "only-cli-imports-local",
      { path: "^(functions|orchestrations|shared|web)/" },
      { path: "^local/" },
      "The one-machine host stands outside of what it hosts.",
    ),
    never(
      "nobody-imports-cli",
      { path: "^(functions|orchestrations|shared|web|local)/" },
      { path: "^cli/" },
      "The command line is the last in the row.",
    ),
    never(
      "nobody-imports-tests",
      { path: "^(functions|orchestrations|shared|web|local|cli|bench)/" },
      { path: "^test/" },
      "Tests look in; nothing looks out at them.",
    ),
    never(
      "no-dev-dependencies-in-the-app",
      { path: "^(functions|orchestrations|shared|web)/" },
      { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/" },
      "What runs in Azure is a dependency.",
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".js", ".mjs", ".json"],
    },
  },
};
