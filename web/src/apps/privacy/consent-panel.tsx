import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PanelProps } from "@/records/extensions";
import { Mark } from "./mark";
import { useConsents } from "./use-consents";
import "./privacy.css";

/** Whether the person may be reached for marketing, channel by channel. */
export function ConsentPanel({ object, record }: PanelProps) {
  const { t } = useTranslation("privacy");
  const found = useConsents({ object, record }).data;
  if (!found) return null;
  const said = new Map(
    found.cells.filter((cell) => cell.purpose === "marketing").map((cell) => [cell.channel, cell]),
  );
  return (
    <section className="consent-panel" aria-label={t("marketing")}>
      <header className="related__head">
        <h2>
          <Link to="." search={{ tab: "consent" }}>
            {t("marketing")}
          </Link>
        </h2>
      </header>
      <ul>
        {found.channels.map(({ value, label }) => {
          const cell = said.get(value);
          return (
            <li key={value} title={`${label}: ${cell?.label ?? t("notAsked")}`}>
              <Mark state={cell?.state} />
              {label}
              <span className="sr-only">{cell?.label ?? t("notAsked")}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
