import type { StoredFile } from "@/api/files";
import type { FieldMeta, ObjectMeta, RecordData, Ref } from "@/api/types";
import { shownText, standing } from "@/fields/standing";
import { isEmpty } from "@/fields/value";
import { newToken } from "@/lib/token";
import { fieldOf } from "@/metadata/meta";
import type { CardBody, Found, Part, Read, Values } from "./requests";

/** A card somebody goes through: `contact` (an id, or new) and `account` as chosen; undefined: nothing yet. */
export type Draft = {
  id: string;
  text: string;
  /** The photo it was read from, and whether the contact is to have it. */
  photo?: { file: StoredFile; keep: boolean };
  read: Read;
  values: Record<Part, Values>;
  /** Lines each field was taken from, by `contact.mobile`. */
  lines: Record<string, number[]>;
  contact?: string;
  account?: "new" | "none" | Ref;
  /** Fields in which the card's value replaces the one that is there. */
  take: string[];
};

const own: Record<Part, string[]> = {
  contact: ["name", "salutation", "title", "unit", "mobile", "phone", "email", "im", "address"],
  account: ["name", "phone", "website", "uscc", "address"],
};
const takesText = new Set(["text", "phone", "email", "url", "longtext", "address"]);
export const nameOf = (part: Part, field: string): string => `${part}.${field}`;

export function begin(text: string, read: Read, file?: StoredFile): Draft {
  const values: Draft["values"] = { contact: {}, account: {} };
  const lines: Draft["lines"] = {};
  for (const found of read.fields) {
    values[found.object][found.field] = found.value;
    lines[nameOf(found.object, found.field)] = found.lines;
  }
  const photo = file && { file, keep: false };
  return { id: newToken(), text, photo, read, values, lines, take: [] };
}

/** The fields of one part one can fill in: the usual ones, what a new record needs, and what the card has besides. */
export function fieldsOf(object: ObjectMeta, part: Part, values: Values): FieldMeta[] {
  const needed = object.fields.filter((field) => field.required).map((field) => field.name);
  const names = new Set([...own[part], ...needed, ...Object.keys(values)]);
  return [...names]
    .filter((name) => name !== "account")
    .map((name) => fieldOf(object, name))
    .filter((field): field is FieldMeta => field !== undefined && !field.readonly);
}

/** The contact's field that takes the photo of the card, where one may write it. */
export const photoField = (object: ObjectMeta): FieldMeta | undefined => {
  const field = fieldOf(object, "card");
  return field && !field.readonly ? field : undefined;
};

/** The photo with those the contact has already, where it is wished. */
function photosOf(object: ObjectMeta, { photo }: Draft, there: RecordData | null): Values {
  const before = there?.card;
  if (!photo?.keep || !photoField(object)) return {};
  return { card: [...(Array.isArray(before) ? before : []), photo.file] };
}

export const textFields = (fields: FieldMeta[]): FieldMeta[] =>
  fields.filter((field) => takesText.has(field.kind));

/** Puts a further text into a field, behind what stands there; numbers and addresses of the net are replaced. */
export function put(draft: Draft, part: Part, field: FieldMeta, text: string, lines: number[]): Draft {
  const before = draft.values[part][field.name];
  const joins = field.kind === "text" || field.kind === "longtext";
  const gap = field.kind === "longtext" ? "\n" : " ";
  const joined = joins && !isEmpty(before) ? `${before}${gap}${text}` : text;
  const value =
    field.kind === "address" ? { line: [shownText(field, before), text].filter(Boolean).join(" ") } : joined;
  const name = nameOf(part, field.name);
  const from = joins || field.kind === "address" ? [...(draft.lines[name] ?? []), ...lines] : lines;
  return {
    ...change(draft, part, field.name, value),
    lines: { ...draft.lines, [name]: from },
  };
}

/** Takes another guess of a field; what stood there can be taken back. */
export function swap(draft: Draft, found: Found): Draft {
  const name = nameOf(found.object, found.field);
  const before = { ...found, value: draft.values[found.object][found.field], lines: draft.lines[name] ?? [] };
  const others = draft.read.others.map((other) => (other === found ? before : other));
  return {
    ...change(draft, found.object, found.field, found.value),
    read: { ...draft.read, others: others.filter((other) => !isEmpty(other.value)) },
    lines: { ...draft.lines, [name]: found.lines },
  };
}

export const change = (draft: Draft, part: Part, field: string, value: unknown): Draft => ({
  ...draft,
  values: { ...draft.values, [part]: { ...draft.values[part], [field]: value } },
});

const filled = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));

/** What of the card an existing contact gets: what is empty there, and what was chosen. */
export function changesOf(object: ObjectMeta, draft: Draft, there: RecordData): Values {
  const fields = fieldsOf(object, "contact", draft.values.contact);
  return Object.fromEntries(
    fields
      .map((field) => [field, draft.values.contact[field.name]] as const)
      .filter(([field, card]) => {
        const how = standing(field, there[field.name], card);
        return how === "fills" || (how === "differs" && draft.take.includes(field.name));
      })
      .map(([field, card]) => [field.name, card]),
  );
}

export function bodyOf(
  object: ObjectMeta,
  draft: Draft,
  contact: RecordData | "new",
  account: NonNullable<Draft["account"]>,
): CardBody {
  return {
    contact:
      contact === "new"
        ? { values: { ...filled(draft.values.contact), ...photosOf(object, draft, null) } }
        : {
            id: contact.id,
            version: contact.version,
            values: { ...changesOf(object, draft, contact), ...photosOf(object, draft, contact) },
          },
    account:
      account === "none"
        ? null
        : account === "new"
          ? { values: filled(draft.values.account) }
          : { id: account.id },
  };
}
