import { call } from "./client";

export type Backup = {
  id: number;
  state: "done" | "failed";
  started_at: string;
  finished_at: string;
  path: string;
  size: number | null;
  rows: number | null;
  message: string | null;
};

export const listBackups = (
  signal?: AbortSignal,
): Promise<{ last: Backup | null; warning: string; items: Backup[] }> => call("GET", "/backups", { signal });
