import type { Query, QueryClient } from "@tanstack/react-query";

/** Query keys; everything cached about one object's rows starts with `["rows", plural]`. */
export const keys = {
  session: ["session"] as const,
  meta: (language: string) => ["meta", language] as const,
  rows: (plural: string) => ["rows", plural] as const,
  list: (plural: string, params: object) => ["rows", plural, "list", params] as const,
  /** Beside the rows of views themselves: whatever changes one asks for these again. */
  views: (plural: string) => ["rows", "views", "of", plural] as const,
  related: (plural: string, params: object) => ["rows", plural, "related", params] as const,
  totals: (plural: string, params: object) => ["rows", plural, "totals", params] as const,
  board: (plural: string, params: object) => ["rows", plural, "board", params] as const,
  pick: (plural: string, q: string) => ["rows", plural, "pick", q] as const,
  record: (plural: string, id: string) => ["record", plural, id] as const,
  timeline: (plural: string, id: string) => ["record", plural, id, "timeline"] as const,
  log: (plural: string, id: string) => ["record", plural, id, "log"] as const,
  today: ["today"] as const,
  search: (q: string) => ["search", q] as const,
  likely: (object: string, values: object) => ["likely", object, values] as const,
};

const late = new WeakSet<Query>();

/** Whether what is being asked is answered. */
const once = (query: Query): Promise<boolean> =>
  query
    .fetch()
    .then(
      () => true,
      () => false,
    )
    .finally(() => late.delete(query));

/** Ask again for all of a key, and, once it is answered, for what is being asked for the first time just now: that
 * answer may be older than the change, and the cache would take it for the newest. */
export function again(client: QueryClient, queryKey: readonly unknown[]): void {
  void client.invalidateQueries({ queryKey });
  for (const query of client.getQueryCache().findAll({ queryKey, fetchStatus: "fetching" })) {
    if (query.state.data !== undefined || late.has(query)) continue;
    late.add(query);
    void once(query).then((answered) => {
      if (answered) void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    });
  }
}

/** After a write: lists, boards and totals of the object, its record page and Today are asked for again. */
export function refresh(client: QueryClient, plural: string, id?: string): void {
  again(client, keys.rows(plural));
  again(client, id ? keys.record(plural, id) : ["record"]);
  again(client, keys.today);
}
