import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { canEdit, fieldOf } from "@/metadata/meta";
import type { PanelProps } from "@/records/extensions";
import { PlainButton } from "@/ui/plain-button";
import { usePhone } from "@/ui/use-media";
import { type Level, readStanding, type Standing as Told } from "./requests";
import "./standing.css";

const around = 2 * Math.PI * 8;

function Ring({ score, level }: { score: number; level: Level }) {
  return (
    <svg className={`ring ring--${level}`} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <circle className="ring__whole" cx="10" cy="10" r="8" />
      <circle
        className="ring__part"
        cx="10"
        cy="10"
        r="8"
        strokeDasharray={`${(around * score) / 100} ${around}`}
        transform="rotate(-90 10 10)"
      />
    </svg>
  );
}

function Fresh({ told }: { told: Told }) {
  const { t } = useTranslation("quality");
  if (told.days === null || told.freshness === null) return null;
  return (
    <p className="standing__fresh">
      <span className={`standing__dot standing__dot--${told.freshness}`} aria-hidden="true" />
      {t(`fresh.${told.freshness}`)} · {told.days === 0 ? t("days0") : t("days", { count: told.days })}
    </p>
  );
}

function Missing({ object, record, told, onGo }: PanelProps & { told: Told; onGo: () => void }) {
  const { t } = useTranslation("quality");
  const navigate = useNavigate();
  const phone = usePhone();
  if (told.missing.length === 0) return <p className="muted">{t("nothingMissing")}</p>;
  const may = record._can?.update ?? object.rights.update;
  const fill = (edit: string) => {
    onGo();
    void navigate({ to: ".", search: (old) => ({ ...old, tab: phone ? "details" : old.tab, edit }) });
  };
  return (
    <>
      <h3 className="standing__label">{t("missing")}</h3>
      <ul className="standing__missing">
        {told.missing.map(({ field: name, label }) => {
          const field = fieldOf(object, name);
          const open = may && field !== undefined && canEdit(object, field);
          return (
            <li key={name}>
              {open ? (
                <PlainButton
                  label={label}
                  aria-label={t("fillIn", { field: label })}
                  onClick={() => fill(name)}
                />
              ) : (
                <span className="muted">{label}</span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** How complete a record is, as a ring; what is missing and how fresh it is, on a click. */
export function Standing({ object, record }: PanelProps) {
  const { t } = useTranslation("quality");
  const [open, setOpen] = useState(false);
  const phone = usePhone();
  const measured = fieldOf(object, "completeness")?.reckoned === true;
  const query = useQuery({
    queryKey: [...keys.record(object.plural, record.id), "completeness", record.version],
    queryFn: ({ signal }) => readStanding(object.key, record.id, signal),
    enabled: measured,
    placeholderData: (before) => before,
  });
  const told = query.data;
  if (!told || told.score === null || told.level === null) return null;
  return (
    <Popover
      trigger="click"
      placement={phone ? "bottom" : "bottomLeft"}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <section className="standing" aria-label={t("standing")}>
          <p className="standing__score">
            <strong>{t("completeOf", { score: told.score })}</strong>
            <span className="muted">{t(`kept.${told.level}`)}</span>
          </p>
          <Fresh told={told} />
          <Missing object={object} record={record} told={told} onGo={() => setOpen(false)} />
        </section>
      }
    >
      <button
        type="button"
        className="plain standing__button"
        aria-expanded={open}
        aria-label={t("complete", { score: told.score })}
        title={t("complete", { score: told.score })}
      >
        <Ring score={told.score} level={told.level} />
        <span className="num hide-phone">{told.score}%</span>
      </button>
    </Popover>
  );
}
