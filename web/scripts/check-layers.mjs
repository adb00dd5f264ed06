// Imports go down only: app → apps → records → fields → metadata → api → ui → lib. Apps are strangers to each other.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../src");
const layers = ["lib", "ui", "api", "metadata", "fields", "records", "apps", "app"];
const rank = (layer) => layers.indexOf(layer);
const limit = { file: 400 };

function files(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(dir, entry.name)) : [join(dir, entry.name)],
  );
}

function imports(text) {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"((?:@\/|\.)[^"]+)"/g);
  return [...found].map((match) => match[1]);
}

const problems = [];
for (const file of files(root).filter((name) => /\.tsx?$/.test(name))) {
  const path = relative(root, file);
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n").length;
  if (lines > limit.file && path !== "api/generated.ts")
    problems.push(`${path}: ${lines} lines, at most ${limit.file}`);
  const [layer, section] = path.split("/");
  if (layer === "testing" || /\.test\.tsx?$/.test(path) || path === "main.tsx") continue;
  for (const spec of imports(text)) {
    const target = relative(
      root,
      spec.startsWith("@/") ? join(root, spec.slice(2)) : resolve(dirname(file), spec),
    );
    const [to, toSection] = target.split("/");
    if (!layers.includes(to)) problems.push(`${path}: imports ${target}, which is no layer`);
    else if (rank(to) > rank(layer)) problems.push(`${path}: imports ${target} from a layer above`);
    else if (to === "apps" && layer === "apps" && section !== toSection && toSection?.includes("."))
      problems.push(`${path}: imports ${target}`);
    else if (
      to === "apps" &&
      layer === "apps" &&
      section !== toSection &&
      section !== "extensions.ts" &&
      section !== "later.ts"
    )
      problems.push(`${path}: imports another app, ${target}`);
  }
}
for (const problem of problems) console.error(problem);
console.log(problems.length ? `layers: ${problems.length} problems` : "layers: ok");
process.exit(problems.length ? 1 : 0);
