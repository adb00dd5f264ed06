import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { keys, refresh } from "@/api/keys";
import { isConflict, needsApproval } from "@/api/problem";
import { changeRecord } from "@/api/records";
import type { ObjectMeta, Page, RecordData } from "@/api/types";
import { toast } from "@/ui/toast";
import { showConflict } from "./conflict-store";

type Edit = { record: RecordData; values: Record<string, unknown>; version?: number; reason?: string };
type Lists = InfiniteData<Page> | undefined;

const patchPages = (data: Lists, id: string, change: (record: RecordData) => RecordData): Lists =>
  data && {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === id ? change(item) : item)),
    })),
  };

/** Versions our own saves led to: a second edit made before the first one is answered is no conflict with oneself. */
const ours = new Map<string, number>();

function latestOwn(id: string, version: number): number {
  const next = ours.get(`${id} ${version}`);
  return next === undefined || next <= version ? version : latestOwn(id, next);
}

/**
 * Saves an edit: shown at once, put back when refused; a faster colleague's edit opens both sides.
 * `refused` gets what was typed back with the reason, and answers whether it shows that itself.
 */
export function useSave(object: ObjectMeta, refused?: (error: Error, edit: Edit) => boolean) {
  const client = useQueryClient();
  const show = (id: string, change: (record: RecordData) => RecordData) => {
    client.setQueriesData<Lists>({ queryKey: [...keys.rows(object.plural), "list"] }, (data) =>
      patchPages(data, id, change),
    );
    client.setQueryData<RecordData>(keys.record(object.plural, id), (old) => old && change(old));
  };
  return useMutation({
    meta: { quiet: true },
    scope: { id: `save ${object.plural}` },
    mutationFn: async ({ record, values, version, reason }: Edit) => {
      const base = latestOwn(record.id, version ?? record.version);
      const saved = await changeRecord(object.plural, record.id, values, base, reason);
      ours.set(`${record.id} ${base}`, saved.version);
      return saved;
    },
    onMutate: async ({ record, values }) => {
      await client.cancelQueries({ queryKey: keys.rows(object.plural) });
      show(record.id, (old) => ({ ...old, ...values }));
    },
    onSuccess: (saved, { record }) => {
      show(record.id, (old) => ({ ...old, ...saved }));
      refresh(client, object.plural, record.id);
    },
    onError: (error, edit) => {
      const { record, values } = edit;
      const before = Object.fromEntries(Object.keys(values).map((name) => [name, record[name]]));
      show(record.id, (old) => ({ ...old, ...before }));
      if (isConflict(error)) showConflict({ object, mine: values, before: record, current: error.current });
      else if (!needsApproval(error) && !refused?.(error, edit)) toast(error.message, { tone: "error" });
    },
  });
}
