import { call } from "@/api/client";
import { keys } from "@/api/keys";
import { deleteRecord } from "@/api/records";
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

export const disconnect = (line: Line) => deleteRecord("contact-relations", line.id, line.version);

/** What is said of one person; what is left out stays. */
export type Placed = { part?: Record<string, unknown>; superior?: string | null; influences?: string[] };

/** Saves all that is said of a person, or nothing. */
export const place = (
  account: string,
  person: Pick<Person, "id" | "part">,
  next: Placed,
): Promise<{ change: string }> =>
  call("POST", `/accounts/${account}/decision-map`, {
    body: { contact: person.id, ...next, ...(person.part ? { version: person.part.version } : {}) },
  });

/** Draws a line; whoever reports to somebody already reports to the new one from now on. */
export const connect = (map: DecisionMap, account: string, contact: string, to: string, kind: Kind) =>
  place(
    account,
    { id: contact, part: null },
    kind === "reports_to"
      ? { superior: to }
      : { influences: [...influencedBy(map, contact).map((line) => line.to.id), to] },
  );
