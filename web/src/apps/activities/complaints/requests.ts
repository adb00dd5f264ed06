import { ofRecord } from "@/api/together";
import type { RecordData, Ref } from "@/api/types";

export type Complaint = RecordData & {
  subject?: unknown;
  severity?: string | null;
  handling?: string | null;
  due?: string | null;
  taken_at?: string | null;
  owner?: Ref | null;
};

export const complaintKeys = {
  /** Among the rows of activities: whatever happens to one of them asks for this again. */
  of: (record: string) => ["rows", "activities", "complaints", record] as const,
};

/** Complaints about a record and what hangs on it that are not solved. */
export const complaintsOf = (
  object: string,
  id: string,
  signal?: AbortSignal,
): Promise<{ items: Complaint[] }> => ofRecord("/complaints", object, id, signal);
