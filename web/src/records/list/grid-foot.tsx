import { useTranslation } from "react-i18next";
import type { Added, Totals } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { compactMoney, compactNumber, fullMoney } from "@/lib/money";
import { useBaseCurrency } from "@/metadata/session";
import { countText } from "./list-head";
import type { Column } from "./use-columns";

type Props = { columns: Column[]; totals: Totals | undefined; count: number | undefined };

/** The sum of a field over everything, whichever way the server grouped it. */
export function sumOf(totals: Totals | undefined, name: string): Added | null {
  const direct = totals?.sum?.[name];
  if (direct !== undefined && direct !== null) return direct;
  const [only, second] = totals?.groups ?? [];
  return only && !second ? (only.sum[name] ?? null) : null;
}

/** What a column adds up to: money in base currency, other numbers as they are. */
export function Sum({ column, sum }: { column: Column; sum: Added | null | undefined }) {
  const currency = useBaseCurrency();
  const language = currentLanguage();
  if (sum === null || sum === undefined) return null;
  const money = column.field.kind === "money";
  return (
    <span className="num ellipsis" title={money ? fullMoney(String(sum), currency, language) : String(sum)}>
      {money ? compactMoney(String(sum), currency, language) : compactNumber(Number(sum), language)}
    </span>
  );
}

/** Totals of the columns that add up in base currency, always in sight. */
export function GridFoot({ columns, totals, count }: Props) {
  const { t } = useTranslation();
  if (!totals || !columns.some((column) => sumOf(totals, column.field.name) !== null)) return null;
  return (
    <div role="row" className="grid__row grid__row--foot" title={totals.note ?? undefined}>
      <div role="gridcell" className="grid__cell grid__cell--tick" />
      {columns.map((column) => {
        const sum = sumOf(totals, column.field.name);
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
            <Sum column={column} sum={sum} />
          </div>
        );
      })}
    </div>
  );
}
