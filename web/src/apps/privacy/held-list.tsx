import { Link } from "@tanstack/react-router";
import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { inRow } from "@/lib/i18n";
import { Tag } from "@/ui/tag";
import type { Held, HeldRecord } from "./desk-requests";

const idOf = ({ object, id }: HeldRecord): string => `${object}:${id}`;

function Counts({ record }: { record: HeldRecord }) {
  const { t } = useTranslation("privacy");
  const parts = [
    ...record.held.map(({ label, count }) => t("counted", { label, count })),
    ...(record.files > 0 ? [t("files", { count: record.files })] : []),
    t("entries", { count: record.log }),
  ];
  return <span className="muted desk-held__counts">{parts.join(" · ")}</span>;
}

type Props = { held: Held; chosen: string[]; onChoose: (chosen: string[]) => void };

/** The records found, to be ticked, and where else the person is named or kept. */
export function HeldList({ held, chosen, onChoose }: Props) {
  const { t } = useTranslation("privacy");
  const tick = (id: string, on: boolean) =>
    onChoose(on ? [...chosen, id] : chosen.filter((each) => each !== id));
  return (
    <>
      {held.records.length === 0 && <p className="muted">{t("noneFound")}</p>}
      <ul className="desk-held">
        {held.records.map((record) => (
          <li key={idOf(record)}>
            <Checkbox
              aria-label={record.title ?? record.label}
              checked={chosen.includes(idOf(record))}
              onChange={({ target }) => tick(idOf(record), target.checked)}
            />
            <div className="desk-held__main">
              <span className="desk-held__title">
                {record.readable ? (
                  <Link to="/$plural/$id" params={{ plural: record.plural, id: record.id }} target="_blank">
                    {record.title ?? record.label}
                  </Link>
                ) : (
                  record.title
                )}
                <Tag text={record.label} colour="blue" />
                <span className="muted">{t("sameAs", { fields: inRow(record.why) })}</span>
              </span>
              <Counts record={record} />
            </div>
          </li>
        ))}
      </ul>
      {held.mentions.length > 0 && (
        <>
          <h4>{t("mentions")}</h4>
          <ul className="desk-places">
            {held.mentions.map(({ object, label, count, items }) => (
              <li key={object}>
                {t("counted", { label, count })}
                <span className="muted"> {inRow(items.flatMap(({ title }) => title ?? []))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {held.places.length > 0 && (
        <>
          <h4>{t("places")}</h4>
          <ul className="desk-places">
            {held.places.map(({ label, count }) => (
              <li key={label}>{t("counted", { label, count })}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
