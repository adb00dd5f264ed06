import { call } from "@/api/client";
import { keys } from "@/api/keys";
import { changeRecord, createRecord, deleteRecord } from "@/api/records";
import type { RecordData, Ref } from "@/api/types";

export type Kind = "reports_to" | "influences";
export const kinds: readonly Kind[] = ["reports_to", "influences"];
/** A person's part at the account: what he decides and how he stands to us. */
export type Part = RecordData & {
  roles?: string[] | null;
  stance?: string | null;
  strength?: string | null;
  known_by?: Ref[] | null;
};
/** `here`: he belongs to the account at present; others are shown because a line leads to them. */
export type Person = {
  id: string;
  name: unknown;
  title: unknown;
  unit: unknown;
  account: Ref | null;
  here: boolean;
  part: Part | null;
  last_touch: string | null;
  known_by: Ref[];
};
export type Line = RecordData & { contact: Ref; to: Ref; kind: Kind };
export type Gap = { code: string; text: string; people: string[] };
export type DecisionMap = { people: Person[]; lines: Line[]; gaps: Gap[]; more: boolean };

/** Among what is kept of the account: whatever happens to it or to its parts asks for this again. */
export const mapKey = (account: string) => [...keys.record("accounts", account), "decision-map"] as const;
export const readMap = (account: string, signal?: AbortSignal): Promise<DecisionMap> =>
  call("GET", `/accounts/${account}/decision-map`, { signal });

export const superiorOf = (map: DecisionMap, person: string): Line | undefined =>
  map.lines.find((line) => line.kind === "reports_to" && line.contact.id === person);
export const influencedBy = (map: DecisionMap, person: string): Line[] =>
  map.lines.filter((line) => line.kind === "influences" && line.contact.id === person);

const plural = "contact-relations";
const drawn = (account: string, contact: string, to: string, kind: Kind): Promise<RecordData> =>
  createRecord(plural, { account, contact, to, kind });

/** Draws a line; whoever reports to somebody already reports to the new one from now on. */
export function connect(map: DecisionMap, account: string, contact: string, to: string, kind: Kind) {
  const before = kind === "reports_to" ? superiorOf(map, contact) : undefined;
  return before ? changeRecord(plural, before.id, { to }, before.version) : drawn(account, contact, to, kind);
}

export const disconnect = (line: Line) => deleteRecord(plural, line.id, line.version);

/** What the form of one person says. */
export type Placed = { part: Record<string, unknown>; superior: string | null; influences: string[] };

/** Saves what differs, part first; a refusal leaves what was saved before it. */
export async function place(map: DecisionMap, account: string, person: Person, next: Placed): Promise<void> {
  if (person.part && Object.keys(next.part).length > 0)
    await changeRecord("account-contacts", person.part.id, next.part, person.part.version);
  else if (Object.keys(next.part).length > 0)
    await createRecord("account-contacts", { account, contact: person.id, ...next.part });
  const superior = superiorOf(map, person.id);
  if (superior && next.superior === null) await disconnect(superior);
  else if (next.superior !== null && next.superior !== superior?.to.id)
    await connect(map, account, person.id, next.superior, "reports_to");
  const before = influencedBy(map, person.id);
  for (const line of before) if (!next.influences.includes(line.to.id)) await disconnect(line);
  const kept = new Set(before.map((line) => line.to.id));
  for (const to of next.influences) if (!kept.has(to)) await drawn(account, person.id, to, "influences");
}
