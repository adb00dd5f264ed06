import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import { Clock } from "@/ui/clock";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import type { Figures, Step } from "./requests";
import { moved, nameOf, newStep } from "./sequences";

type Props = {
  /** Key of the object whose records are followed up. */
  object: string | null;
  steps: Step[];
  errors: Record<string, string>;
  figures: Figures["steps"];
  onChange: (steps: Step[]) => void;
};
type Option = { value: string; label: string };

/** Templates for records of an object. */
function useTemplates(object: string | null) {
  const asked = {
    fields: "name,object",
    filter: {
      and: [
        { field: "active", op: "eq", value: true },
        {
          or: [
            { field: "object", op: "empty" },
            { field: "object", op: "eq", value: object },
          ],
        },
      ],
    },
    sort: "name",
  };
  return useQuery({
    queryKey: keys.list("mail-templates", asked),
    queryFn: ({ signal }) =>
      listRecords("mail-templates", { ...asked, filter: asked.filter as never, limit: 200 }, signal),
    enabled: object !== null,
  });
}

/** The mails in order: which template, after how long, at what time of day. */
export function StepList({ object, steps, errors, figures, onChange }: Props) {
  const { t } = useTranslation("follow");
  const templates = useTemplates(object);
  const options = (templates.data?.items ?? []).map((each) => ({ value: each.id, label: nameOf(each) }));
  if (object === null) return <p className="muted">{t("objectFirst")}</p>;
  const put = (at: number, step: Step) => onChange(steps.map((old, place) => (place === at ? step : old)));
  return (
    <>
      {templates.error && <Note danger>{templates.error.message}</Note>}
      {templates.data && options.length === 0 && (
        <Note>
          {t("noTemplates")}{" "}
          <Link className="mail__link" to="/settings/$section" params={{ section: "mail-templates" }}>
            {t("makeTemplate")}
          </Link>
        </Note>
      )}
      <ol className="sequence__steps">
        {steps.map((step, at) => {
          const wrong = Object.entries(errors).filter(([place]) => place.startsWith(`steps.${at}.`));
          const label = t("mailAt", { at: at + 1 });
          return (
            <li
              key={step.id}
              className={`sequence-step ${wrong.length > 0 ? "sequence-step--wrong" : ""}`}
              aria-label={label}
            >
              <div className="sequence-step__head">
                <strong>{label}</strong>
                <Sent figures={figures[step.id]} />
                <span className="grow" />
                {at > 0 && (
                  <PlainButton
                    bare
                    label={t("up")}
                    icon={<ArrowUp size={14} />}
                    onClick={() => onChange(moved(steps, at, at - 1))}
                  />
                )}
                {at < steps.length - 1 && (
                  <PlainButton
                    bare
                    label={t("down")}
                    icon={<ArrowDown size={14} />}
                    onClick={() => onChange(moved(steps, at, at + 1))}
                  />
                )}
                <PlainButton
                  bare
                  label={t("remove")}
                  icon={<Trash2 size={14} />}
                  onClick={() => onChange(steps.filter((_, place) => place !== at))}
                />
              </div>
              <Body
                step={step}
                first={at === 0}
                label={label}
                options={options}
                onChange={(next) => put(at, next)}
              />
              {wrong.map(([place, message]) => (
                <p key={place} className="form__error" role="alert">
                  {message}
                </p>
              ))}
            </li>
          );
        })}
      </ol>
      <PlainButton
        icon={<Plus size={14} />}
        label={t("add")}
        onClick={() => onChange([...steps, newStep(steps)])}
      />
    </>
  );
}

function Sent({ figures }: { figures: Figures["steps"][string] | undefined }) {
  const { t } = useTranslation("follow");
  if (!figures) return null;
  const { sent, replied, stopped } = figures;
  return (
    <span className="muted num sequence-step__figures">
      {[t("sent", { count: sent }), t("answered", { count: replied }), t("stopped", { count: stopped })].join(
        " · ",
      )}
    </span>
  );
}

type BodyProps = {
  step: Step;
  first: boolean;
  label: string;
  options: Option[];
  onChange: (step: Step) => void;
};

function Body({ step, first, label, options, onChange }: BodyProps) {
  const { t } = useTranslation("follow");
  const days = (text: string) => onChange({ ...step, days: Math.min(365, Math.max(0, Number(text) || 0)) });
  const time = (name: "from" | "until", said: string) => (
    <Clock
      label={`${label}: ${said}`}
      value={step[name]}
      onChange={(at) => at && onChange({ ...step, [name]: at })}
    />
  );
  return (
    <>
      <Select<string>
        aria-label={`${label}: ${t("template")}`}
        placeholder={t("template")}
        showSearch={{ optionFilterProp: "label" }}
        value={step.template ?? undefined}
        options={options}
        onChange={(template) => onChange({ ...step, template })}
      />
      <div className="sequence-step__when">
        <input
          className="field-input sequence-step__days"
          type="number"
          min={0}
          max={365}
          aria-label={`${label}: ${first ? t("daysFirst") : t("daysNext")}`}
          value={step.days}
          onChange={(event) => days(event.target.value)}
        />
        <span className="muted">
          {first ? t("daysFirst") : t("daysNext")}
          {step.days === 0 && ` (${t("atOnce")})`}
        </span>
      </div>
      <div className="sequence-step__when">
        <span className="muted">{t("between")}</span>
        {time("from", t("between"))}
        <span className="muted">{t("and")}</span>
        {time("until", t("and"))}
      </div>
    </>
  );
}
