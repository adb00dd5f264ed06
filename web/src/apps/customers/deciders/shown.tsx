import { useTranslation } from "react-i18next";
import type { FieldMeta } from "@/api/types";
import { Value } from "@/fields/value";
import { fullDate, relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject } from "@/metadata/meta";
import { isMasked } from "@/metadata/values";
import type { Part, Person } from "./requests";

/** A text of a contact, or what is shown instead of it. */
export const textOf = (value: unknown): string => (isMasked(value) ? value.masked : String(value ?? ""));

/** Meta of a field of a person's part; undefined where the reader does not see it. */
export function usePartField(name: string): FieldMeta | undefined {
  const object = useObject("account_contact");
  return object && fieldOf(object, name);
}

const empty: Record<string, unknown> = { stance: "unknown", strength: "none" };

/** One value of a part as its tag; nothing for what nobody has said. */
export function PartValue({ part, name }: { part: Part | null; name: "roles" | "stance" }) {
  const field = usePartField(name);
  const value = part?.[name];
  if (!field || value === null || value === undefined || value === empty[name]) return null;
  return <Value field={field} value={value} />;
}

const steps = ["none", "weak", "good", "strong"];

/** How well we know somebody, as three dots. */
export function Strength({ part }: { part: Part | null }) {
  const field = usePartField("strength");
  const place = steps.indexOf(String(part?.strength ?? "none"));
  if (!field || place < 1) return null;
  const label = field.choices?.find((choice) => choice.value === part?.strength)?.label ?? "";
  return (
    <span
      className="decider__dots"
      role="img"
      aria-label={`${field.label}: ${label}`}
      title={`${field.label}: ${label}`}
    >
      {steps.slice(1).map((step, at) => (
        <i key={step} data-on={at < place || undefined} />
      ))}
    </span>
  );
}

/** When somebody was contacted last. */
export function LastTouch({ person }: { person: Person }) {
  const { t } = useTranslation("deciders");
  const language = currentLanguage();
  if (!person.last_touch) return <span className="faint">{t("never")}</span>;
  return (
    <time className="muted num" dateTime={person.last_touch} title={fullDate(person.last_touch, language)}>
      {relativeDay(person.last_touch, language)}
    </time>
  );
}
