import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fullDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import type { PanelProps } from "@/records/extensions";
import { Broken } from "@/ui/broken";
import { Waiting } from "@/ui/waiting";
import { ConsentDialog } from "./consent-dialog";
import { Line } from "./consent-line";
import { Mark } from "./mark";
import type { Consent, Matrix } from "./requests";
import { useConsents } from "./use-consents";
import "./privacy.css";

type Place = { channel: string; purpose: string };

function Cell({ cell, name, onOpen }: { cell?: Consent; name: string; onOpen: () => void }) {
  const { t } = useTranslation("privacy");
  const words = cell ? `${cell.label}, ${fullDate(cell.at, currentLanguage())}` : t("notAsked");
  return (
    <td>
      <button
        type="button"
        className="consent-cell"
        title={words}
        aria-label={`${name}: ${words}`}
        onClick={onOpen}
      >
        <Mark state={cell?.state} />
      </button>
    </td>
  );
}

function Table({ found, onOpen }: { found: Matrix; onOpen: (place: Place) => void }) {
  const { t } = useTranslation("privacy");
  const said = new Map(found.cells.map((cell) => [`${cell.channel} ${cell.purpose}`, cell]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a narrow screen
    <section className="consent-scroll" aria-label={t("consent")} tabIndex={0}>
      <table className="consent-table">
        <thead>
          <tr>
            <th scope="col">{t("channel")}</th>
            {found.purposes.map(({ value, label, separate }) => (
              <th key={value} scope="col" title={separate ? t("separateHint") : undefined}>
                {label}
                {separate && <span className="muted consent-apart">{t("separateShort")}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.channels.map((channel) => (
            <tr key={channel.value}>
              <th scope="row">{channel.label}</th>
              {found.purposes.map((purpose) => (
                <Cell
                  key={purpose.value}
                  cell={said.get(`${channel.value} ${purpose.value}`)}
                  name={`${channel.label}, ${purpose.label}`}
                  onOpen={() => onOpen({ channel: channel.value, purpose: purpose.value })}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Channel by channel and purpose by purpose what the person said, and when he said it. */
export function ConsentTab(props: PanelProps) {
  const { t } = useTranslation("privacy");
  const query = useConsents(props);
  const [open, setOpen] = useState<Place | null>(null);
  const found = query.data;
  if (query.error) return <Broken query={query} />;
  if (!found) return <Waiting />;
  return (
    <div className="consent">
      <p className="muted consent-hint">
        <ShieldCheck size={14} aria-hidden="true" />
        {t(found.changes ? "hint" : "hintReading")}
      </p>
      <Table found={found} onOpen={setOpen} />
      <h3>{t("history")}</h3>
      {found.history.length === 0 && <p className="muted">{t("nothingSaid")}</p>}
      <ol className="consent-lines">
        {found.history.map((said) => (
          <Line key={said.id} said={said} found={found} />
        ))}
      </ol>
      {open && <ConsentDialog {...props} found={found} place={open} onClose={() => setOpen(null)} />}
    </div>
  );
}
