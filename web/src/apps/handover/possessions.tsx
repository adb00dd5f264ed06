import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/icon";
import type { Line, Named } from "./types";
import "./handover.css";

type Found = { lines: Line[]; approvals: number; shares: number; named: Named[] };

/** How much of what somebody leaves one person takes over as a whole: decisions, shares, positions. */
export const beside = ({ approvals, shares, named }: Found): number =>
  approvals + shares + named.filter(({ passes }) => passes).length;

const nameOf = ({ label, field, field_label }: Named): string =>
  field === "owner" ? label : `${label} · ${field_label}`;

/** What somebody has, by object, and where a successor can take their place. */
export function Possessions({ found }: { found: Found }) {
  const { t } = useTranslation("handover");
  const places = found.named
    .filter(({ passes }) => passes)
    .map((each) => ({
      object: `${each.object} ${each.field}`,
      label: nameOf(each),
      count: each.count,
      icon: "user-check",
      may: true,
    }));
  const others = [
    { object: "approvals", label: t("approvals"), count: found.approvals, icon: "shield-check", may: true },
    { object: "shares", label: t("shares"), count: found.shares, icon: "share-2", may: true },
  ].filter(({ count }) => count > 0);
  return (
    <ul className="handover-has">
      {[...found.lines, ...others, ...places].map((line) => (
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

/** Where somebody is named besides, for somebody to look after: nothing of it passes. */
export function StaysNamed({ named }: { named: Named[] }) {
  const { t } = useTranslation("handover");
  const staying = named.filter(({ passes }) => !passes);
  if (staying.length === 0) return null;
  return (
    <section className="handover-named" aria-label={t("named")}>
      <h2 className="handover__head">{t("named")}</h2>
      <p className="muted">{t("namedHint")}</p>
      <ul className="handover-has">
        {staying.map((each) => (
          <li key={`${each.object} ${each.field}`}>
            <span className="grow">{nameOf(each)}</span>
            <span className="num">{each.count.toLocaleString()}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
