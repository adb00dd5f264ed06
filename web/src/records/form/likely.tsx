import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { type LikelyHit, likelyTo } from "@/api/records";
import type { FieldMeta, ObjectMeta, Ref } from "@/api/types";
import { inRow } from "@/lib/i18n";
import { fieldOf, useObjects } from "@/metadata/meta";
import { isRef } from "@/metadata/values";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { useDelayed } from "@/ui/use-delayed";

const telling = new Set(["phone", "email"]);

/** The texts among what was typed, of an object whose records can be told by one. */
function textsOf(object: ObjectMeta, values: Record<string, unknown>): Record<string, string> {
  if (!object.fields.some((field) => telling.has(field.kind))) return {};
  const texts = Object.entries(values).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string" && pair[1].trim() !== "",
  );
  return Object.fromEntries(texts);
}

type HitProps = { hit: LikelyHit; onOpen: () => void; fill: ReactNode };

function Hit({ hit, onOpen, fill }: HitProps) {
  const { t } = useTranslation();
  const object = useObjects()(hit.object);
  if (!object) return null;
  const same = inRow(hit.fields);
  return (
    <li>
      <Link to="/$plural/$id" params={{ plural: object.plural, id: hit.id }} onClick={onOpen}>
        {hit.title}
      </Link>
      <span className="muted">{[object.label, hit.owner?.title].filter(Boolean).join(" · ")}</span>
      {hit.fields.length > 0 && <span className="muted">{t("form.likelySame", { fields: same })}</span>}
      {fill}
    </li>
  );
}

type FillProps = { hit: LikelyHit; field: FieldMeta; value: unknown; onFill: (value: Ref) => void };

/** Enters a company as the one above the branch that is typed. */
function Fill({ hit, field, value, onFill }: FillProps) {
  const { t } = useTranslation();
  const label = { field: field.label };
  if (isRef(value) && value.id === hit.id)
    return <span className="muted">{t("form.likelyFilled", label)}</span>;
  return (
    <PlainButton
      label={t("form.likelyFill", label)}
      onClick={() => onFill({ id: hit.id, title: hit.title })}
    />
  );
}

type Props = {
  object: ObjectMeta;
  values: Record<string, unknown>;
  onOpen: () => void;
  onChange: (name: string, value: unknown) => void;
};

/** What is here already and likely the same as what somebody types. */
export function Likely({ object, values, onOpen, onChange }: Props) {
  const { t } = useTranslation();
  const typed = useDelayed(JSON.stringify(textsOf(object, values)), 400);
  const { data } = useQuery({
    queryKey: keys.likely(object.key, JSON.parse(typed)),
    queryFn: ({ signal }) => likelyTo(object.key, JSON.parse(typed), signal),
    enabled: typed !== "{}",
    placeholderData: keepPreviousData,
    retry: false,
    meta: { quiet: true },
  });
  const items = typed === "{}" ? [] : (data?.items ?? []);
  const filling = (hit: LikelyHit) => {
    const field = fieldOf(object, hit.fills ?? "");
    if (!field || field.readonly) return null;
    return (
      <Fill hit={hit} field={field} value={values[field.name]} onFill={(ref) => onChange(field.name, ref)} />
    );
  };
  return (
    <div role="status" className="form__known">
      {items.length > 0 && (
        <Note>
          {t("form.likely")}
          <ul className="form__likely">
            {items.map((hit) => (
              <Hit key={hit.id} hit={hit} onOpen={onOpen} fill={filling(hit)} />
            ))}
          </ul>
        </Note>
      )}
    </div>
  );
}
