// TypeScript types from ../docs/openapi.json into src/api/generated.ts; does nothing when the document is absent.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const source = resolve(import.meta.dirname, "../../docs/openapi.json");
const target = resolve(import.meta.dirname, "../src/api/generated.ts");
if (!existsSync(source)) {
  console.log("types: docs/openapi.json is not there yet, nothing generated");
  process.exit(0);
}
const cli = resolve(import.meta.dirname, "../node_modules/openapi-typescript/bin/cli.js");
execFileSync(process.execPath, [cli, source, "-o", target], { stdio: "inherit" });
