import type { Board, RecordData } from "@/api/types";
import { type Call, ok, type Reply, select, store, sumOf } from "./state";

const stageOf = (record: RecordData) => (record.stage as { id: string } | null)?.id;

function board({ query, language }: Call): Reply {
  const rows = select("opportunities", query);
  const limit = Number(query.get("limit") ?? 20);
  const columns: Board["columns"] = (store.stages ?? []).map((stage) => {
    const mine = rows.filter((row) => stageOf(row) === stage.id);
    const names = stage.name as Record<string, string>;
    return {
      value: stage.id,
      label: names[language] ?? "",
      color: String(stage.color),
      kind: stage.kind as "open",
      count: mine.length,
      sum: sumOf(mine, "amount"),
      items: mine.slice(0, limit),
      next: mine.length > limit ? String(limit) : null,
    };
  });
  return ok({ columns, sum_field: "amount", note: null });
}

function timeline(): Reply {
  const now = Date.now();
  const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
  const activities = (store.activities ?? []).slice(0, 5).map((activity, i) => ({
    id: `t${i}`,
    at: ago(i * 30),
    kind: "activity",
    verb: "created",
    actor: activity.owner,
    activity,
    text: String(activity.subject),
    changes: [],
  }));
  const change = {
    id: "t9",
    at: ago(50),
    kind: "log",
    verb: "updated",
    actor: { id: "u2", title: "陈宇" },
    text: "",
    changes: [{ field: "level", label: "级别", before: "b", after: "a" }],
  };
  return ok({ items: [...activities, change].sort((a, b) => (a.at < b.at ? 1 : -1)), next: null });
}

const log = (): Reply =>
  ok({
    items: [
      {
        id: "l1",
        at: new Date().toISOString(),
        actor: { id: "u2", title: "陈宇" },
        via: "web",
        action: "advance",
        reason: null,
        change: "x1",
        verb: "updated",
        changes: [{ field: "level", label: "级别", before: "b", after: "a" }],
      },
    ],
    next: null,
  });

function today(language: string): Reply {
  const zh = language === "zh";
  const open = (store.activities ?? []).filter((item) => !item.done && !item.deleted);
  const section = (key: string, label: string, object: string, rows: RecordData[]) => ({
    key,
    label,
    object,
    count: rows.length,
    filter: null,
    dated: key !== "no_next_step",
    items: rows.slice(0, 12),
  });
  const day = new Date().toISOString().slice(0, 10);
  return ok({
    period: { from: day, to: day, shifted: false, note: null },
    sections: [
      section(
        "calls",
        zh ? "要打的电话" : "Calls due",
        "activity",
        open.filter((item) => item.kind === "call"),
      ),
      section(
        "tasks",
        zh ? "到期的任务" : "Tasks due",
        "activity",
        open.filter((item) => item.kind === "task"),
      ),
      section(
        "contact_due",
        zh ? "该联系的客户" : "Customers to contact",
        "account",
        (store.accounts ?? []).filter((item) => String(item.next_contact ?? "9") <= day),
      ),
      section(
        "no_next_step",
        zh ? "没有下一步的商机" : "Deals without a next step",
        "opportunity",
        (store.opportunities ?? []).filter((item) => !item.next_step),
      ),
    ],
  });
}

function searchAll({ query }: Call): Reply {
  const q = (query.get("q") ?? "").toLowerCase();
  const hits = (["accounts", "contacts", "opportunities"] as const).flatMap((plural) =>
    (store[plural] ?? [])
      .filter((record) => String(record.name).toLowerCase().includes(q))
      .slice(0, 4)
      .map((record) => ({
        object: { accounts: "account", contacts: "contact", opportunities: "opportunity" }[plural],
        id: record.id,
        title: String(record.name),
        subtitle: record.owner?.title,
        number: record.number,
        owner: record.owner,
      })),
  );
  return ok({ items: hits });
}

const byName: Record<string, (call: Call) => Reply> = {
  today: ({ language }) => today(language),
  search: searchAll,
  sessions: () =>
    ok({
      items: [
        {
          id: "1",
          current: true,
          agent: "Chromium 156, Linux",
          address: "127.0.0.1",
          created_at: new Date().toISOString(),
          seen_at: new Date().toISOString(),
        },
      ],
    }),
  "api-keys": ({ method }) =>
    method === "POST" ? ok({ id: "9", name: "n", key: "hk_mock", expires: null }) : ok({ items: [] }),
  imports: () => ok({ items: [] }),
  changes: () => ok({ undone: 1, kept: [] }),
  exports: () => ok({ id: "e1", job: "j1" }),
  jobs: ({ parts }) =>
    ok({ id: parts[1], kind: "export", state: "done", done: 10, total: 10, message: "", result: null }),
  demo: () => ok({}),
};

const runs = new Map<string, Record<string, unknown> & { id: string }>();

/** A preview that everything passes. */
function bulk({ parts, body }: Call): Reply {
  const ids = (body.ids as string[] | undefined) ?? (store[parts[0] ?? ""] ?? []).map((record) => record.id);
  const id = `b${runs.size + 1}`;
  const counts = { total: ids.length, position: ids.length, done: ids.length, unchanged: 0, refused: 0 };
  const run = {
    id,
    state: "ready",
    ...counts,
    groups: [],
    change: null,
    result: null,
    work: body,
    asked: [parts[0], ids],
  };
  runs.set(id, run);
  return ok(run);
}

function bulkRun({ parts }: Call): Reply | null {
  const run = runs.get(parts[1] ?? "");
  if (!run) return null;
  const [plural, ids] = run.asked as [string, string[]];
  const body = run.work as Record<string, unknown>;
  if (parts[2] === "run") {
    for (const row of (store[plural] ?? []).filter((record) => ids.includes(record.id)))
      Object.assign(row, body.delete ? { deleted: true } : (body.set ?? {}), { version: row.version + 1 });
    Object.assign(run, { state: "done", change: "x1" });
  }
  return ok(run);
}

function act({ parts, body }: Call): Reply | null {
  const record = store[parts[0] ?? ""]?.find((item) => item.id === parts[1]);
  if (!record) return null;
  if (parts[3] === "invite")
    return ok({
      url: "https://crm.example.com/invitations/abc",
      qr_svg: "",
      sees: ["客户：本部门及下级"],
      expires: new Date().toISOString(),
    });
  const stage = store.stages?.find((item) => item.id === body.stage);
  if (stage) record.stage = { id: stage.id, title: (stage.name as { zh: string }).zh };
  record.version += 1;
  return ok({ record, result: null });
}

/** What is not plain reading and writing of records. */
export function extra(call: Call): Reply | null {
  const [first = "", second, third] = call.parts;
  if (second === "board") return board(call);
  if (second === "bulk") return bulk(call);
  if (first === "bulk-changes") return bulkRun(call);
  if (third === "timeline") return timeline();
  if (third === "log") return log();
  if (third === "similar") return ok({ items: [] });
  if (third === "actions") return act(call);
  return byName[first]?.(call) ?? null;
}
