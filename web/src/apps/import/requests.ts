import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import { readJob, removeDemo, startCompany } from "@/api/session";
import { currentLanguage } from "@/lib/i18n";
import type { Import, ImportLine, Patch, Row } from "./types";

type Started = { id: string; job: string };
const busy = new Set(["reading", "checking", "running"]);

export const isBusy = (found: Import | undefined): boolean => found === undefined || busy.has(found.state);

/** Sends files and answers with the id of the import they begin. */
export function sendFiles(files: readonly File[]): Promise<Started> {
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name);
  return call<Started>("POST", "/imports", { body });
}

export const sendPaste = (paste: string, name: string): Promise<Started> =>
  call<Started>("POST", "/imports", { body: { paste, name } });

/** Former imports; asked for again while one of them is being worked on. */
export const useImports = () =>
  useQuery({
    queryKey: ["import", "list"],
    queryFn: ({ signal }) => call<{ items: ImportLine[] }>("GET", "/imports", { signal }),
    refetchInterval: (query) => (query.state.data?.items.some((item) => busy.has(item.state)) ? 2000 : false),
  });

const PAUSE = 600;

/** Takes the demo company away and begins one's own in its place; answers when that is done. */
export async function clearDemo(currency: string): Promise<void> {
  const job = (await removeDemo())?.job;
  for (let state = job ? "queued" : "done"; state !== "done"; ) {
    await new Promise((again) => setTimeout(again, PAUSE));
    const found = await readJob(job ?? "");
    if (found.state === "failed") throw new Error(found.message ?? "");
    state = found.state;
  }
  await startCompany({ start: "own", currency, language: currentLanguage() });
}

/** One import, asked for again while something is being done to it. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: ["import", id],
    queryFn: ({ signal }) => call<Import>("GET", `/imports/${id}`, { signal }),
    staleTime: 0,
    refetchInterval: (query) => (isBusy(query.state.data) ? 800 : false),
  });

/** A step on an import; afterwards everything shown of it is asked for again. */
export function useStep(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: { patch: Patch } | { action: "run" | "undo" | "stop" }) =>
      "patch" in step
        ? call<Started>("PATCH", `/imports/${id}`, { body: step.patch })
        : call<Started>("POST", `/imports/${id}/${step.action}`, { body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ["import"] }),
  });
}

export const readRows = (id: string, query: { object?: string; verdict: string; cursor?: string }) =>
  call<{ items: Row[]; next: string | null }>("GET", `/imports/${id}/rows`, {
    query: { ...query, limit: 50 },
  });
