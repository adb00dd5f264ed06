// Script a browser must fetch (gzip) before the shell and before the first table; fails past the budget.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const budgets = { shell: 240, table: 320 };
const dist = resolve(import.meta.dirname, "../../src/haoke/web/dist");
const manifestFile = join(dist, ".vite/manifest.json");
if (!existsSync(manifestFile)) {
  console.error("size: no build found; run `npm run build` first");
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
const closure = (key, seen = new Set()) => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
};
const size = (keys) =>
  [...keys]
    .map((key) => manifest[key].file)
    .filter((file) => file.endsWith(".js"))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length / 1024, 0);
const page = readFileSync(join(dist, "index.html"), "utf8");
const asked = [...page.matchAll(/<script[^>]* src="\/([^"]+)"/g)].map((found) => found[1]);
const shell = new Set();
for (const key of Object.keys(manifest)) if (asked.includes(manifest[key].file)) closure(key, shell);
for (const key of Object.keys(manifest))
  if (/locales\/zh\.json$/.test(key) && key.includes("lib/")) closure(key, shell);
const table = new Set();
closure("src/app/signed-in.tsx", shell);
for (const key of [...shell, "src/records/list/list-page.tsx"]) closure(key, table);
const measured = { shell: size(shell), table: size(table) };
let failed = false;
for (const [name, limit] of Object.entries(budgets)) {
  const over = measured[name] > limit;
  failed ||= over;
  console.log(`size: ${name} ${measured[name].toFixed(1)} KB gz of ${limit}${over ? "  TOO LARGE" : ""}`);
}
const text = [...table].map((key) => readFileSync(join(dist, manifest[key].file), "utf8")).join("");
if (text.includes("haoke-mock-data")) {
  console.error("size: the mock is in the production bundle");
  failed = true;
}
process.exit(failed ? 1 : 0);
