import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { LeftOut, ObjectMeta } from "@/api/types";
import { allOf, type Node } from "@/lib/criteria";
import { inRow } from "@/lib/i18n";
import type { ListState } from "@/lib/list-state";
import { fieldOf, useObject } from "@/metadata/meta";
import { countText } from "../list/list-head";
import { ready } from "./texts";
import "./sums.css";

await ready;

/** The list a sum is of. */
export type Whole = Pick<ListState, "filter" | "q" | "scope">;

const withoutRate = (field: string): Node => ({ field, op: "unrated" });

/** The list of the amounts the sum of a field is without. */
export const listOf = (field: string, { filter, q, scope }: Whole) => ({
  filter: allOf(filter, withoutRate(field)) ?? undefined,
  q,
  scope,
});

/** Of how many amounts a sum is without how many, and why. */
export function useSaid(): (left: LeftOut) => string {
  const { t } = useTranslation("sums");
  return ({ count, of, currencies }) =>
    t("left", {
      count,
      part: countText(count, false),
      of: countText(of, false),
      currencies: inRow(currencies),
    });
}

type MarkProps = { object: ObjectMeta; field: string; left: LeftOut; whole: Whole };

/** Beside a sum: how many amounts it is without, and the way to them. */
export function LeftOutMark({ object, field, left, whole }: MarkProps) {
  const said = useSaid()(left);
  return (
    <Link
      className="left-out__mark"
      to="/$plural"
      params={{ plural: object.plural }}
      search={listOf(field, whole)}
      title={said}
      aria-label={said}
    >
      <TriangleAlert size={13} aria-hidden="true" />
    </Link>
  );
}

type NoteProps = { object: ObjectMeta; left: Record<string, LeftOut>; whole: Whole };

/** Above a list or board: which amounts its sums are without, the way to them and to the rates. */
export function LeftOutNote({ object, left, whole }: NoteProps) {
  const { t } = useTranslation("sums");
  const say = useSaid();
  const rates = useObject("exchange_rate");
  const here = JSON.stringify(whole.filter ?? null);
  return (
    <div className="left-out" role="status">
      {Object.entries(left).map(([name, out]) => (
        <span key={name} className="left-out__line">
          <TriangleAlert size={14} aria-hidden="true" />
          <span>{t("note", { field: fieldOf(object, name)?.label ?? name, left: say(out) })}</span>
          {!here.includes(JSON.stringify(withoutRate(name))) && (
            <Link to="/$plural" params={{ plural: object.plural }} search={listOf(name, whole)}>
              {t("show")}
            </Link>
          )}
        </span>
      ))}
      {rates?.rights.create && (
        <Link to="/$plural" params={{ plural: rates.plural }} search={{}}>
          {t("rates")}
        </Link>
      )}
    </div>
  );
}
