import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { type LikelyHit, likelyTo } from "@/api/records";
import type { ObjectMeta } from "@/api/types";
import { inRow } from "@/lib/i18n";
import { useObjects } from "@/metadata/meta";
import { Note } from "@/ui/note";
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

function Hit({ hit, onOpen }: { hit: LikelyHit; onOpen: () => void }) {
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
      <span className="muted">{t("form.likelySame", { fields: same })}</span>
    </li>
  );
}

type Props = { object: ObjectMeta; values: Record<string, unknown>; onOpen: () => void };

/** What is here already and likely the same as what somebody types. */
export function Likely({ object, values, onOpen }: Props) {
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
  return (
    <div role="status" className="form__known">
      {items.length > 0 && (
        <Note>
          {t("form.likely")}
          <ul className="form__likely">
            {items.map((hit) => (
              <Hit key={hit.id} hit={hit} onOpen={onOpen} />
            ))}
          </ul>
        </Note>
      )}
    </div>
  );
}
