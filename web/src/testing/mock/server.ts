import type { RecordData } from "@/api/types";
import type { Language } from "@/lib/language";
import { marker } from "./data";
import { metaIn } from "./meta";
import { extra } from "./server-extra";
import { type Body, type Call, ok, type Reply, select, store, sumOf } from "./state";

let signedIn = true;
let last = 0;

const problem = (status: number, code: string, detail: string, more: object = {}): Reply => ({
  status,
  body: { type: "about:blank", title: code, status, code, detail, errors: [], ...more },
});

function session(language: Language): Reply {
  if (!signedIn) return ok({ user: null, company: { name: "", currency: "CNY", demo: true }, csrf: marker });
  return ok({
    user: {
      id: "u0",
      name: "赵一鸣",
      email: "admin@example.com",
      language,
      department: { id: "d1", title: "华东销售部" },
      roles: [],
      admin: true,
      is_manager: true,
    },
    company: { name: language === "zh" ? "智客科技" : "Zhike Inc.", currency: "CNY", demo: true },
    setup: { demo: true, empty: false },
    csrf: "mock",
    teams: [
      { id: "u0", name: "赵一鸣", kind: "me" },
      { id: "t1", name: language === "zh" ? "华东团队" : "East team", kind: "team" },
      { id: "d1", name: language === "zh" ? "华东销售部" : "East sales", kind: "department" },
    ],
  });
}

function list(plural: string, query: URLSearchParams): Reply {
  const rows = select(plural, query);
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  const next = from + limit < rows.length ? String(from + limit) : null;
  return ok({ items: rows.slice(from, from + limit), next, count: rows.length, count_capped: false });
}

function totals(plural: string, query: URLSearchParams): Reply {
  const rows = select(plural, query);
  const sums = (query.get("sum") ?? "").split(",").filter(Boolean);
  const sum = Object.fromEntries(sums.map((name) => [name, sumOf(rows, name)]));
  return ok({
    groups: [{ value: null, label: null, count: rows.length, sum }],
    count: rows.length,
    sum,
    left_out: {},
    note: null,
  });
}

function create(plural: string, body: Body): Reply {
  const object = metaIn("en").objects.find((item) => item.plural === plural);
  const gap = object?.fields.find((field) => field.required && !body[field.name]);
  if (gap)
    return problem(422, "invalid", "Invalid", {
      errors: [{ field: gap.name, code: "required", message: "Required" }],
    });
  const id = `${plural[0]}new${++last}`;
  const record: RecordData = {
    id,
    number: id,
    version: 1,
    owner: { id: "u0", title: "赵一鸣" },
    created_at: new Date().toISOString(),
    updated_at: new Date().toISOString(),
    _can: { update: true, delete: true, share: true },
    ...body,
  };
  store[plural] = [record, ...(store[plural] ?? [])];
  return ok(record, 201);
}

function change(record: RecordData, body: Body): Reply {
  const { version, ...values } = body;
  if (version !== undefined && version !== record.version)
    return problem(409, "conflict", "Changed by somebody else", { current: record });
  Object.assign(record, values, { version: record.version + 1, updated_at: new Date().toISOString() });
  return ok(record);
}

function records({ method, parts, query, body, language }: Call): Reply | null {
  const [plural = "", id, ...rest] = parts;
  if (!store[plural]) return null;
  if (!id) return method === "GET" ? list(plural, query) : create(plural, body);
  if (id === "totals") return totals(plural, query);
  if (id === "views") return ok({ items: [], pinned: [], first: null, choice: null });
  const special = extra({ method, parts, query, body, language });
  if (special) return special;
  const record = store[plural]?.find((item) => item.id === id);
  if (!record) return problem(404, "not_found", "No such record");
  if (rest[0] === "restore") return change(record, { deleted: false });
  if (method === "PATCH") return change(record, body);
  if (method === "DELETE") return change(record, { deleted: true });
  return ok({ ...record });
}

/** Answers one call to the API out of the browser's memory. */
export function answer(
  method: string,
  path: string,
  query: URLSearchParams,
  body: Body,
  language: Language,
): Reply {
  const parts = path.split("/").filter(Boolean);
  const call: Call = { method, parts, query, body, language };
  if (parts[0] === "session" && parts.length === 1) {
    if (method === "DELETE") signedIn = false;
    if (method === "POST") {
      if (body.password === "wrong") return problem(401, "bad_credentials", "E-mail or password is wrong");
      signedIn = true;
    }
    return session(language);
  }
  if (parts[0] === "meta") return ok(metaIn(language));
  return records(call) ?? extra(call) ?? problem(404, "not_found", path);
}
