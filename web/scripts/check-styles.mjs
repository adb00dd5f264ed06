// Every colour and size a style sheet asks for has been given a value: a name that is not there is silently nothing.
import { globSync, readFileSync } from "node:fs";

const all = globSync("src/**/*.css")
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");
const given = new Set([...all.matchAll(/(--[\w-]+)\s*:/g)].map((match) => match[1]));
const asked = [...all.matchAll(/var\((--[\w-]+)\)/g)].map((match) => match[1]);
const missing = [...new Set(asked)].filter((name) => !given.has(name));
if (missing.length > 0 || asked.length === 0) {
  console.error(`styles: nobody says what ${missing.join(", ")} is`);
  process.exit(1);
}
console.log("styles: ok");
