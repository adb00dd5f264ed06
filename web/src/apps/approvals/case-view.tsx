import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { ArrowUpRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { clock, relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { Avatar } from "@/ui/avatar";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { AgainDialog } from "./again-dialog";
import { stateColours } from "./colours";
import { Lines } from "./lines";
import { PathView } from "./path";
import { StepDialog } from "./step-dialog";
import type { Case } from "./types";
import { dangerous, useStep, type Way } from "./use-step";

type Offered = Pick<Case, "id" | "can"> & Partial<Case>;

/** What the actor can do now, the likeliest first. */
export function Ways({ found, small = false }: { found: Offered; small?: boolean }) {
  const { t } = useTranslation("approvals");
  const [way, setWay] = useState<Way | null>(null);
  const remind = useStep(found.id);
  const { can } = found;
  const offered: Way[] = [
    ...(can.decide ? (["approve", "reject", "return", "hand_on", "add_signer"] as const) : []),
    ...(can.resubmit ? (["resubmit"] as const) : []),
    ...(can.urge ? (["urge"] as const) : []),
    ...(can.withdraw ? (["withdraw"] as const) : []),
    ...(can.copy ? (["copy"] as const) : []),
  ];
  const shown = small ? offered.filter((each) => each !== "copy").slice(0, 2) : offered;
  if (shown.length === 0) return null;
  return (
    <div className={`approval__ways ${small ? "" : "approval__ways--all"}`}>
      {shown.map((each, at) => (
        <Button
          key={each}
          size={small ? "small" : "middle"}
          type={at === 0 && (each === "approve" || each === "resubmit") ? "primary" : "default"}
          danger={dangerous.has(each)}
          loading={each === "urge" && remind.isPending}
          onClick={() => (each === "urge" ? remind.mutate({ way: each, body: {} }) : setWay(each))}
        >
          {t(`way.${each}`)}
        </Button>
      ))}
      {way === "resubmit" && <AgainDialog found={found} onClose={() => setWay(null)} />}
      {way && way !== "resubmit" && (
        <StepDialog found={found} way={way} alone={small} onClose={() => setWay(null)} />
      )}
    </div>
  );
}

/** Who asks for it and when, where it stands, and the way to what it is about. */
function Head({ found }: { found: Case }) {
  const { t } = useTranslation("approvals");
  const object = useObject(found.object);
  const language = currentLanguage();
  return (
    <div className="approval__head">
      <Avatar title={found.initiator.name} person />
      <span>{found.initiator.name}</span>
      <span className="muted">
        {t("when", {
          when: `${relativeDay(found.created_at, language)} ${clock(found.created_at, language)}`,
        })}
      </span>
      <Tag text={t(`state.${found.state}`)} colour={stateColours[found.state]} />
      <span className="grow" />
      {found.reachable && object && found.record && (
        <Link
          className="approval__record"
          to="/$plural/$id"
          params={{ plural: object.plural, id: found.record }}
        >
          {t("openRecord")}
          <ArrowUpRight size={14} aria-hidden="true" />
        </Link>
      )}
    </div>
  );
}

/** A case in full: what is asked for, by whom, who decides, and what one can do; `alone`: not on its record. */
export function CaseView({ found, alone = false }: { found: Case; alone?: boolean }) {
  const { t } = useTranslation("approvals");
  const why = found.problem;
  return (
    <div className="approval">
      {alone && <Head found={found} />}
      {why && found.state === "returned" && <Note danger>{t("problem", { why })}</Note>}
      {why && found.state === "withdrawn" && <Note>{t("why.withdrawn", { why })}</Note>}
      {found.reopens && <p className="muted">{t("reopens")}</p>}
      {found.comment && <p className="approval__comment">{found.comment}</p>}
      <Lines asked={found} lines={found.changes} />
      <PathView steps={found.steps} />
      <Ways found={found} />
    </div>
  );
}
