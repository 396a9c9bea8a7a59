// Plain JavaScript on purpose: an old Node must get as far as the sentence below.
import process from "node:process";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  const message = `tocsin needs Node 22.18 or later, and this is ${process.version}. \`npm ci\` brings its own Node: run it again, and start tocsin through npm.`;
  process.stderr.write(`${JSON.stringify({ error: { kind: "node-too-old", message } })}\n`);
  process.exitCode = 65;
} else {
  await import("./tocsin.ts");
}
