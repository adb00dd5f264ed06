import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { isEmpty, Value } from "@/fields/value";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObjects } from "@/metadata/meta";
import { Tag } from "@/ui/tag";
import { Tick } from "@/ui/tick";
import type { Correction, Outcome, Whose } from "./requests";

const colours = { open: "blue", accepted: "green", refused: "red", withdrawn: "gray", closed: "gray" };

function Side({ label, correction, value }: { label: string; correction: Correction; value: unknown }) {
  const { t } = useTranslation("quality");
  const object = useObjects()(correction.object);
  const field = object && fieldOf(object, correction.field);
  return (
    <div className="correction__side">
      <span className="muted">{label}</span>
      {field && !isEmpty(value) ? (
        <Value field={field} value={value} />
      ) : (
        <span className="muted">{t("emptyValue")}</span>
      )}
    </div>
  );
}

export type CardProps = {
  correction: Correction;
  whose: Whose;
  chosen: boolean;
  /** Whether the keyboard stands on it. */
  current: boolean;
  onChoose: (on: boolean) => void;
  onDecide: (state: Outcome) => void;
};

/** One proposed correction: what the record says beside what it should say, who proposes it and why. */
export function CorrectionCard({ correction, whose, chosen, current, onChoose, onDecide }: CardProps) {
  const { t } = useTranslation("quality");
  const object = useObjects()(correction.object);
  const gone = correction.state === "closed";
  const title = gone ? t("deletedRecord") : (correction.record.title ?? "");
  const open = correction.state === "open";
  const day = relativeDay(correction.at, currentLanguage());
  return (
    <article
      className="correction"
      data-correction={correction.id}
      data-current={current || undefined}
      aria-label={`${title} · ${correction.label}`}
    >
      <header className="correction__head">
        {open && whose === "decide" && (
          <Tick
            checked={chosen}
            label={t("choose", { field: correction.label, title })}
            onChange={onChoose}
          />
        )}
        <span className="grow">
          {gone && <span className="muted">{title}</span>}
          {object && !gone && (
            <Link to="/$plural/$id" params={{ plural: object.plural, id: correction.record.id }}>
              {title}
            </Link>
          )}
          <strong> · {correction.label}</strong>
          <span className="muted correction__by">
            {correction.by && `${correction.by.title} · `}
            {day}
          </span>
        </span>
        {!open && <Tag text={t(`state.${correction.state}`)} colour={colours[correction.state]} />}
        {open && whose === "decide" && (
          <>
            <Button onClick={() => onDecide("refused")}>{t("refuse")}</Button>
            <Button type="primary" onClick={() => onDecide("accepted")}>
              {t("accept")}
            </Button>
          </>
        )}
        {correction.yours && <Button onClick={() => onDecide("open")}>{t("takeBack")}</Button>}
        {open && whose === "mine" && <Button onClick={() => onDecide("withdrawn")}>{t("withdraw")}</Button>}
      </header>
      <div className="correction__sides">
        {!gone && (
          <Side
            label={t(open ? "now" : correction.state === "accepted" ? "before" : "then")}
            correction={correction}
            value={open ? correction.now : correction.was}
          />
        )}
        <Side label={t("proposed")} correction={correction} value={correction.value} />
      </div>
      {correction.changed && (
        <div className="correction__since">
          <Tag text={t("changedSince")} colour="orange" />
          <Side label={t("then")} correction={correction} value={correction.was} />
        </div>
      )}
      {correction.reason && (
        <p className="correction__words">
          <span className="muted">{t("suggestReason")}</span> {correction.reason}
        </p>
      )}
      {correction.answer && (
        <p className="correction__words">
          <span className="muted">{t("answer")}</span> {correction.answer}
        </p>
      )}
    </article>
  );
}
