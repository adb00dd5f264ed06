import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";

export type Schema = {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  format?: string;
  enum?: unknown[];
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  pattern?: string;
  contentMediaType?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
};
export type Parameter = { $ref?: string; name: string; in: string; required?: boolean; schema: Schema };
type Content = Record<string, { schema?: Schema }>;
type Written = {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
  security?: unknown[];
};
export type Document = {
  info: { title: string; version: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Written>>;
  components: { schemas: Record<string, Schema>; parameters: Record<string, Parameter> };
};
export type Operation = Written & { method: string; path: string; tag: string };
export type Part = { name: string; label: string; operations: Operation[] };

export const useDocument = (language: string) =>
  useQuery({
    queryKey: ["openapi", language],
    queryFn: ({ signal }) => call<Document>("GET", "/openapi.json", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

const last = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

/** The name a schema is kept under, and the schema itself. */
export function resolved(document: Document, schema: Schema): { name: string | null; schema: Schema } {
  if (!schema.$ref) return { name: null, schema };
  const name = last(schema.$ref);
  return { name, schema: document.components.schemas[name] ?? {} };
}

export const parametersOf = (document: Document, operation: Operation): Parameter[] =>
  (operation.parameters ?? []).map((given) =>
    given.$ref ? (document.components.parameters[last(given.$ref)] ?? given) : given,
  );

/** The operations that fit what was typed, in their parts. */
export function partsOf(document: Document, typed: string): Part[] {
  const labels = new Map(document.tags?.map((tag) => [tag.name, tag.description ?? tag.name]));
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const parts = new Map<string, Part>();
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, written] of Object.entries(methods)) {
      const tag = written.tags[0] ?? "";
      const label = labels.get(tag) ?? tag;
      const text = `${method} ${path} ${written.summary} ${label}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
      const part = parts.get(tag) ?? { name: tag, label, operations: [] };
      parts.set(tag, part);
      part.operations.push({ ...written, method: method.toUpperCase(), path, tag });
    }
  return [...parts.values()];
}

/** "string · uuid", "array of Ref", "integer | null". */
export function typeText(schema: Schema): string {
  if (schema.$ref) return last(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(typeText).join(" | ");
  const types = [schema.type ?? []].flat();
  const named = types.map((type) =>
    type === "array" && schema.items ? `[${typeText(schema.items)}]` : type,
  );
  const marks = [schema.format, schema.contentMediaType, schema.maxLength && `≤ ${schema.maxLength}`];
  return [named.join(" | "), ...marks.filter(Boolean)].join(" · ");
}

const deepest = 3;
const made: Record<string, unknown> = { integer: 1, number: 1, boolean: true, string: "…" };

/** A believable value, as deep as is readable. */
export function exampleOf(document: Document, given: Schema, depth = 0): unknown {
  const { schema } = resolved(document, given);
  if (schema.enum?.length) return schema.enum[0];
  if (schema.anyOf?.[0]) return exampleOf(document, schema.anyOf[0], depth);
  const type = [schema.type ?? "object"].flat().find((each) => each !== "null") ?? "string";
  if (type === "array")
    return schema.items && depth < deepest ? [exampleOf(document, schema.items, depth + 1)] : [];
  if (type === "object") {
    const wanted = schema.required?.length
      ? schema.required
      : Object.keys(schema.properties ?? {}).slice(0, 3);
    if (depth >= deepest) return {};
    return Object.fromEntries(
      wanted.map((name) => [name, exampleOf(document, schema.properties?.[name] ?? {}, depth + 1)]),
    );
  }
  if (schema.format === "uuid") return "0192f0c1-7a3e-7c52-9d0b-2f6f1d7f9a10";
  if (schema.format === "date") return "2026-11-22";
  if (schema.format === "date-time") return "2026-11-22T08:00:00Z";
  return made[type] ?? null;
}

/** The request as one types it in a shell. */
export function curlOf(document: Document, operation: Operation, origin: string): string {
  const lines = [
    `curl ${operation.method === "GET" ? "" : `-X ${operation.method} `}'${origin}${operation.path}'`,
  ];
  if (operation.security?.length !== 0) lines.push("-H 'Authorization: Bearer KEY'");
  const content = operation.requestBody?.content ?? {};
  const json = content["application/json"]?.schema;
  if (json) {
    lines.push("-H 'Content-Type: application/json'");
    lines.push(`-d '${JSON.stringify(exampleOf(document, json)).replaceAll("'", "'\\''")}'`);
  } else if (content["application/octet-stream"]) lines.push("-F 'file=@a.pdf'");
  else if (content["multipart/form-data"]) lines.push("-F 'files=@a.csv'");
  return lines.join(" \\\n  ");
}
