import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Node } from "@/lib/criteria";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { countText } from "../list/list-head";
import type { Found } from "./tiles";
import { useWritten } from "./use-tiles";

type Props = { tiles: Found; onOpen: (filter: Node | undefined) => void; onBack: () => void };

/** What lies abroad, country by country, the most first; each opens its records. */
export function Countries({ tiles, onOpen, onBack }: Props) {
  const { t } = useTranslation("tiles");
  const { full } = useWritten(tiles.measure);
  const most = Math.max(1, ...tiles.abroad.map(({ amount }) => amount));
  const abroad = tiles.by && { field: tiles.by.name, op: "eq", value: t("abroad") };
  return (
    <div className="tiles__abroad">
      <div className="tiles__head">
        <PlainButton autoFocus icon={<ArrowLeft size={14} />} label={t("back")} onClick={onBack} />
        <h2>{t("abroad")}</h2>
        <span className="grow" />
        {tiles.abroad.length > 0 && <PlainButton label={t("showAll")} onClick={() => onOpen(abroad)} />}
      </div>
      {tiles.abroad.length === 0 && <Empty icon="globe" title={t("nobody")} />}
      <ul>
        {tiles.abroad.map((place) => (
          <li key={place.key}>
            <button
              type="button"
              className="tiles__country"
              style={{ backgroundSize: `${(100 * Math.max(place.amount, 0)) / most}% 100%` }}
              onClick={() => onOpen(place.filter)}
            >
              <span className="ellipsis">{place.label}</span>
              {tiles.measure && <span className="num">{full(place.amount)}</span>}
              <span className="num muted">
                {t("records", { count: place.count, text: countText(place.count, false) })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
