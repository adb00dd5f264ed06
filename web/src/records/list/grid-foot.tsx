import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, Totals } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import type { ListState } from "@/lib/list-state";
import { compactMoney, compactNumber, fullMoney } from "@/lib/money";
import { useBaseCurrency } from "@/metadata/session";
import { countText } from "./list-head";
import type { Column } from "./use-columns";

const LeftOutMark = lazy(() =>
  import("../sums/left-out").then((module) => ({ default: module.LeftOutMark })),
);

type SumProps = {
  object: ObjectMeta;
  column: Column;
  of: Pick<Totals, "sum" | "left_out"> | undefined;
  whole: ListState;
};

/** What a column adds up to: money in base currency, other numbers as they are, "—" where there is nothing to add. */
export function Sum({ object, column, of, whole }: SumProps) {
  const currency = useBaseCurrency();
  const language = currentLanguage();
  const { name, kind } = column.field;
  const sum = of?.sum?.[name];
  const left = of?.left_out?.[name];
  if (sum === undefined) return null;
  const full =
    sum === null ? undefined : kind === "money" ? fullMoney(String(sum), currency, language) : String(sum);
  const short =
    kind === "money" ? compactMoney(String(sum), currency, language) : compactNumber(Number(sum), language);
  return (
    <>
      <span className="num ellipsis" title={full}>
        {sum === null ? "—" : short}
      </span>
      {left && (
        <Suspense>
          <LeftOutMark object={object} field={name} left={left} whole={whole} />
        </Suspense>
      )}
    </>
  );
}

type Props = {
  object: ObjectMeta;
  columns: Column[];
  totals: Totals | undefined;
  count: number | undefined;
  whole: ListState;
};

/** Totals of the columns that add up in base currency, always in sight. */
export function GridFoot({ object, columns, totals, count, whole }: Props) {
  const { t } = useTranslation();
  if (!totals || !columns.some((column) => column.field.name in (totals.sum ?? {}))) return null;
  return (
    <div role="row" className="grid__row grid__row--foot" title={totals.note ?? undefined}>
      <div role="gridcell" className="grid__cell grid__cell--tick" />
      {columns.map((column) => {
        const classes = `grid__cell ${column.title ? "grid__cell--title" : ""} ${column.align ? "grid__cell--end" : ""}`;
        return (
          <div key={column.field.name} role="gridcell" className={classes} style={{ width: column.width }}>
            {column.title && (
              <span className="muted">
                {t("list.totals", {
                  count: count ?? totals.count,
                  text: countText(count ?? totals.count, false),
                })}
              </span>
            )}
            <Sum object={object} column={column} of={totals} whole={whole} />
          </div>
        );
      })}
    </div>
  );
}
