import { useEffect, useRef, useState } from "react";
import { type StoredFile, uploadFile } from "@/api/files";
import type { FieldMeta } from "@/api/types";
import { translate } from "@/lib/i18n";
import { newToken } from "@/lib/token";
import { filesOf, sizeText } from "./display";

export type Upload = { key: string; name: string; share: number; error: string | null };

/** Most files of a field that takes several; the server says so too. */
const most = 20;

/**
 * Sends files one after the other. `onChange` is called once, when all are done, with those that arrived: where a change
 * is saved at once, the first of several must not end the edit.
 */
export function useUploads(field: FieldMeta, value: unknown, onChange: (value: unknown) => void) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [busy, setBusy] = useState(false);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);
  const put = (key: string, change: Partial<Upload>) =>
    setUploads((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each)));
  const refusal = (file: File, room: number): string | null => {
    if (room <= 0) return translate("fields.file.tooMany", { count: most });
    if (field.max_size && file.size > field.max_size)
      return translate("fields.file.tooLarge", { size: sizeText(field.max_size) });
    return file.size === 0 ? translate("fields.file.empty") : null;
  };
  const send = async (file: File, key: string): Promise<StoredFile | null> => {
    const { signal } = leaving.current;
    try {
      const stored = await uploadFile(file, { signal, onProgress: (share) => put(key, { share }) });
      setUploads((all) => all.filter((each) => each.key !== key));
      return stored;
    } catch (error) {
      if (!signal.aborted)
        put(key, { error: error instanceof Error ? error.message : translate("fields.file.failed") });
      return null;
    }
  };
  const add = async (chosen: File[]) => {
    const files = field.multiple ? chosen : chosen.slice(0, 1);
    const room = field.multiple ? most - filesOf(latest.current.value).length : 1;
    const rows = files.map((file, at) => ({ file, key: newToken(), refused: refusal(file, room - at) }));
    setUploads((all) => [
      ...all.filter((each) => each.error === null),
      ...rows.map(({ file, key, refused }) => ({ key, name: file.name, share: 0, error: refused })),
    ]);
    setBusy(true);
    const arrived: StoredFile[] = [];
    for (const { file, key, refused } of rows) {
      const stored = refused === null ? await send(file, key) : null;
      if (stored) arrived.push(stored);
    }
    if (leaving.current.signal.aborted) return;
    setBusy(false);
    if (arrived.length > 0)
      latest.current.onChange(
        field.multiple ? [...filesOf(latest.current.value), ...arrived] : (arrived[0] ?? null),
      );
  };
  const remove = (id: string) => {
    const left = filesOf(latest.current.value).filter((file) => file.id !== id);
    latest.current.onChange(field.multiple && left.length > 0 ? left : null);
  };
  return { uploads, busy, add, remove };
}
