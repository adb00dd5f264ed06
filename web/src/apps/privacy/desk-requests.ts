import { runAction } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";

type Counted = { label: string; count: number };
export type HeldRecord = {
  object: string;
  plural: string;
  label: string;
  id: string;
  title: string | null;
  why: string[];
  readable: boolean;
  chosen: boolean;
  held: Counted[];
  files: number;
  log: number;
};
export type Mention = Counted & {
  object: string;
  plural: string | null;
  items: { id: string; title: string | null }[];
};
export type Held = { records: HeldRecord[]; mentions: Mention[]; places: Counted[]; letter: string };
export type Package = { name: string; content: string };
export type Forgotten = {
  done: { object: string; label: string; records: Counted[]; shared: Counted[]; named: Counted[] }[];
};
/** The letter is told before: afterwards nobody knows any more whom it is for. */
export type Begun = { job: string; stays: string[]; letter: string };

/** One step of the desk; answers what the step returned, and the request as it is now. */
export const step = <Result>(
  object: ObjectMeta,
  record: RecordData,
  name: string,
  input: Record<string, unknown> = {},
): Promise<{ record: RecordData; result: Result }> =>
  runAction(object.plural, record.id, name, input) as Promise<{ record: RecordData; result: Result }>;

/** Hands bytes (base64) to the person's browser as a file. */
export function save({ name, content }: Package): void {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
