import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Node } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import { usePhone } from "@/ui/use-media";
import { countText } from "../list/list-head";
import {
  type Arrow,
  abroadAt,
  columns,
  nextTo,
  type Spot,
  shadeOf,
  shadesOf,
  units,
  unknownAt,
} from "./layout";
import { type Place, type useTiles, useWritten } from "./use-tiles";

export type Found = ReturnType<typeof useTiles>;
type Tile = Spot & {
  name: string;
  short: string;
  amount: number;
  count: number;
  open: () => void;
  abroad?: true;
};
type Props = { tiles: Found; onOpen: (filter: Node | undefined) => void; onAbroad: () => void };

const arrows = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);
const percent = (part: number) =>
  new Intl.NumberFormat(languageTag(currentLanguage()), {
    style: "percent",
    maximumFractionDigits: 1,
  }).format(part);

/** The tiles in their places: units, all that is abroad as one, what is not known. */
function useLaid({ tiles, onOpen, onAbroad }: Props): Tile[] {
  const { t } = useTranslation("tiles");
  const letters = usePhone() && currentLanguage() === "en";
  const laid = tiles.units.map((place) => {
    const [row, column, code] = units[place.key] ?? [0, 0, ""];
    const name = place.label ?? "";
    return {
      ...spot(place, row, column),
      name,
      short: letters ? code : name,
      open: () => onOpen(place.filter),
    };
  });
  const sum = (of: "amount" | "count") => tiles.abroad.reduce((all, place) => all + place[of], 0);
  const [abroad, unknown] = [t("abroad"), t("unknown")];
  return [
    ...laid,
    {
      key: "abroad",
      row: abroadAt[0],
      column: abroadAt[1],
      name: abroad,
      short: letters ? "✈" : abroad,
      amount: sum("amount"),
      count: sum("count"),
      open: onAbroad,
      abroad: true,
    },
    ...(tiles.unknown
      ? [
          {
            ...spot(tiles.unknown, ...unknownAt),
            name: unknown,
            short: letters ? "?" : unknown,
            open: () => onOpen(tiles.unknown?.filter),
          },
        ]
      : []),
  ];
}

const spot = ({ key, amount, count }: Place, row: number, column: number) => ({
  key,
  amount,
  count,
  row,
  column,
});

/** The provinces as tiles about where they lie; arrows go from one to the next, Enter opens. */
export function Tiles(props: Props) {
  const { t } = useTranslation("tiles");
  const { tiles } = props;
  const laid = useLaid(props);
  const { short, full } = useWritten(tiles.measure);
  const [current, setCurrent] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const starts = shadesOf(tiles.units.map(({ amount }) => amount));
  const focused = laid.some(({ key }) => key === current) ? current : laid[0]?.key;
  const move = (event: KeyboardEvent, from: Tile) => {
    if (!arrows.has(event.key)) return;
    event.preventDefault();
    const next = nextTo(laid, from, event.key as Arrow);
    if (next) box.current?.querySelector<HTMLElement>(`[data-place="${next.key}"]`)?.focus();
  };
  const all = laid.reduce((sum, { amount }) => sum + Math.max(amount, 0), 0);
  return (
    <>
      <div className="tiles__map" ref={box}>
        {laid.map((tile) => {
          const records = t("records", { count: tile.count, text: countText(tile.count, false) });
          const value = tiles.measure ? `${full(tile.amount)}, ${records}` : records;
          return (
            <button
              key={tile.key}
              type="button"
              className={`tile tile--${shadeOf(tile.amount, starts)}`}
              style={{ gridRow: tile.row + 1, gridColumn: tile.column + 1 }}
              data-place={tile.key}
              data-edge={tile.row < 2 ? "top" : undefined}
              data-side={tile.column < 2 ? "left" : tile.column > columns - 3 ? "right" : undefined}
              tabIndex={tile.key === focused ? 0 : -1}
              disabled={tile.abroad && tile.count === 0}
              onClick={tile.open}
              onFocus={() => setCurrent(tile.key)}
              onKeyDown={(event) => move(event, tile)}
            >
              <span className="sr-only">
                {t(tile.abroad ? "openAbroad" : "open", { place: tile.name, value })}
              </span>
              <span className="tile__name" aria-hidden="true">
                {tile.short}
              </span>
              <span className="tile__value num" aria-hidden="true">
                {tile.count > 0 ? short(tile.amount) : ""}
              </span>
              <span className="tile__tip" aria-hidden="true">
                <b>{tile.name}</b>
                {tiles.measure && <span>{`${tiles.measure.label}: ${full(tile.amount)}`}</span>}
                <span>{records}</span>
                {all > 0 && tile.amount > 0 && <span>{t("of", { part: percent(tile.amount / all) })}</span>}
              </span>
            </button>
          );
        })}
      </div>
      <Legend starts={starts} short={short} />
    </>
  );
}

/** From which value on each shade is. */
function Legend({ starts, short }: { starts: number[]; short: (amount: number) => string }) {
  const { t } = useTranslation("tiles");
  return (
    <ul className="tiles__legend" aria-label={t("legend")}>
      <li>
        <i className="tile--0" aria-hidden="true" />
        {t("none")}
      </li>
      {starts.map((start, at) => (
        <li key={start}>
          <i className={`tile--${at + 1}`} aria-hidden="true" />
          {t("from", { value: short(start) })}
        </li>
      ))}
    </ul>
  );
}
