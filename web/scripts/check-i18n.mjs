// Both languages have the same keys; every literal key used exists; no key is unused; one thing has one name.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../src");
const flat = (node, prefix = "") =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string" ? [`${prefix}${key}`] : flat(value, `${prefix}${key}.`),
  );
const walk = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)],
  );
const all = walk(root);
const base = (key) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const problems = [];
// What is not written so, and how it is.
const glossary = {
  en: [
    [/\bemails?\b/i, "e-mail"],
    [/\b(organiz|recogniz|color)/i, "British spelling"],
  ],
  zh: [
    [/你/, "您"],
    [/登陆/, "登录"],
    [/[帐]号|[帐]户/, "账号"],
  ],
};
const known = new Set();
for (const zhFile of all.filter((name) => /locales\/zh\.json$/.test(name))) {
  const zh = new Set(flat(JSON.parse(readFileSync(zhFile, "utf8"))).map(base));
  const en = new Set(flat(JSON.parse(readFileSync(zhFile.replace("zh.json", "en.json"), "utf8"))).map(base));
  for (const key of zh) if (!en.has(key)) problems.push(`${key}: missing in English`);
  for (const key of en) if (!zh.has(key)) problems.push(`${key}: missing in Chinese`);
  for (const key of zh) known.add(key);
  for (const [language, rules] of Object.entries(glossary))
    for (const [wrong, right] of rules)
      for (const line of readFileSync(zhFile.replace("zh.json", `${language}.json`), "utf8").split("\n"))
        if (wrong.test(line.replace(/^\s*"[^"]*":/, ""))) problems.push(`${line.trim()}: we write ${right}`);
}
const source = all
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts") && !name.endsWith(".test.tsx"))
  .map((name) => readFileSync(name, "utf8"))
  .join("\n");
const used = new Set(
  [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map((match) => match[1].replace(/^\w+:/, "")),
);
for (const key of used) if (!known.has(key)) problems.push(`${key}: used but not written`);
const dynamic = [...source.matchAll(/`(?:\w+:)?([a-z][\w]*(?:\.[\w]+)*\.)\$\{/g)].map((match) => match[1]);
for (const key of known)
  if (!used.has(key) && !source.includes(`"${key}"`) && !dynamic.some((prefix) => key.startsWith(prefix)))
    problems.push(`${key}: never used`);
for (const problem of problems) console.error(problem);
console.log(problems.length ? `i18n: ${problems.length} problems` : `i18n: ok, ${known.size} texts`);
process.exit(problems.length ? 1 : 0);
