import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Tag } from "@/ui/tag";
import type { Brief } from "./requests";
import "./collisions.css";

export const stateColours = { open: "orange", decided: "green", dropped: "gray" } as const;

/** One case in a line: about what, between whom, who decides. */
export function CaseRow({ brief }: { brief: Brief }) {
  const { t } = useTranslation("collisions");
  const said = [
    t("case", { holder: brief.holder.title, claimant: brief.claimant.title }),
    brief.state !== "open"
      ? brief.decision && t(`decision.${brief.decision}`)
      : brief.decider
        ? t("decidesFor", { who: brief.decider.title })
        : t("byAdministrators"),
    relativeDay(brief.created_at, currentLanguage()),
  ];
  return (
    <li className="collision-row">
      <div className="collision-row__main">
        <Link className="collision-row__title ellipsis" to="/collision-cases/$id" params={{ id: brief.id }}>
          {brief.customer || t("customer")}
        </Link>
        <span className="muted ellipsis">{said.filter(Boolean).join(" · ")}</span>
      </div>
      <Tag text={t(`state.${brief.state}`)} colour={stateColours[brief.state]} />
    </li>
  );
}
