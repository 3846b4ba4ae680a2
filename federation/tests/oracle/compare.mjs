// Composes services with npm `@theguild/federation-composition` and with ours, and tells where the supergraphs differ:
// types, fields, who gives them, and what is refused.
//
//   npm install --prefix /tmp/oracle @theguild/federation-composition graphql
//   FEDERATION_DUMP=/tmp/cases cargo test -p federation random
//   cargo build -p federation --example gateway
//   NODE_PATH=/tmp/oracle/node_modules node federation/tests/oracle/compare.mjs target/debug/examples/gateway /tmp/cases
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const { composeServices } = require("@theguild/federation-composition");
const { parse, print } = require("graphql");

/** What a supergraph says, a line for each type and field, in no order. */
function said(sdl) {
  const lines = new Map();
  // Sets of fields are texts, and white space in them says nothing.
  const tight = (text) => text.replace(/\s*([{}(),:])\s*/g, "$1");
  const texts = (nodes) => (nodes ?? []).map(print).map(tight).sort().join(" ");
  for (const definition of parse(sdl).definitions) {
    const name = definition.name?.value;
    if (!name || definition.kind === "DirectiveDefinition" || /^(join|link)__/.test(name)) continue;
    // Whether a service extends a type says nothing to a planner.
    const spoken = (d) => ({ ...d, arguments: d.arguments?.filter((a) => a.name.value !== "extension") });
    const own = (definition.directives ?? []).map(spoken);
    lines.set(name, [definition.kind, texts(own), texts(definition.interfaces), texts(definition.types)].join(" "));
    for (const part of definition.fields ?? definition.values ?? []) {
      const type = part.type ? print(part.type) : "";
      lines.set(`${name}.${part.name.value}`, [type, texts(part.arguments), texts(part.directives)].join(" "));
    }
  }
  return lines;
}

function guild(services) {
  try {
    const result = composeServices(services.map((s) => ({ name: s.name, url: s.url, typeDefs: parse(s.sdl) })));
    return result.supergraphSdl ?? { refused: result.errors.map((e) => e.message) };
  } catch (fault) {
    return { refused: [`it breaks: ${fault.message}`] };
  }
}

function ours(gateway, file) {
  const run = spawnSync(gateway, ["--subgraphs", file, "--print"], { encoding: "utf8", maxBuffer: 1 << 28 });
  return run.status === 0 ? run.stdout : { refused: run.stderr.trim().split("\n") };
}

const [gateway, folder] = process.argv.slice(2);
let different = 0;
const files = readdirSync(folder).filter((f) => f.endsWith(".json")).sort();
for (const file of files) {
  const path = join(folder, file);
  const [left, right] = [ours(gateway, path), guild(JSON.parse(readFileSync(path, "utf8")))];
  const told = [];
  if (left.refused || right.refused) {
    if (!left.refused !== !right.refused) told.push(`ours ${left.refused ?? "composes"}`, `theirs ${right.refused ?? "composes"}`);
  } else {
    const [a, b] = [said(left), said(right)];
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      if (a.get(key) !== b.get(key)) told.push(`${key}\n    ours   ${a.get(key)}\n    theirs ${b.get(key)}`);
    }
  }
  if (told.length > 0) {
    different += 1;
    console.log(`${file}\n  ${told.join("\n  ")}`);
  }
}
console.log(`${files.length} compared, ${different} differ`);
process.exitCode = different > 0 ? 1 : 0;
