import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/icon";
import type { Line, Named } from "./types";
import "./handover.css";

type Props = { found: { lines: Line[]; approvals: number; shares: number } };

/** What somebody has, by object. */
export function Possessions({ found }: Props) {
  const { t } = useTranslation("handover");
  const beside = [
    { object: "approvals", label: t("approvals"), count: found.approvals, icon: "shield-check", may: true },
    { object: "shares", label: t("shares"), count: found.shares, icon: "share-2", may: true },
  ].filter(({ count }) => count > 0);
  return (
    <ul className="handover-has">
      {[...found.lines, ...beside].map((line) => (
        <li key={line.object}>
          <Icon name={line.icon} size={15} />
          <span className="grow">{line.label}</span>
          <span className="num">{line.count.toLocaleString()}</span>
          {!line.may && <span className="muted">{t("mayNot")}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Where somebody is named besides, for somebody to look after: nothing of it passes by itself. */
export function StaysNamed({ named }: { named: Named[] }) {
  const { t } = useTranslation("handover");
  if (named.length === 0) return null;
  return (
    <section className="handover-named" aria-label={t("named")}>
      <h2 className="handover__head">{t("named")}</h2>
      <p className="muted">{t("namedHint")}</p>
      <ul className="handover-has">
        {named.map(({ object, label, field, field_label, count }) => (
          <li key={`${object} ${field}`}>
            <span className="grow">{field === "owner" ? label : `${label} · ${field_label}`}</span>
            <span className="num">{count.toLocaleString()}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
