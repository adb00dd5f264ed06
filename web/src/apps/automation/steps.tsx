import { Dropdown } from "antd";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { useMeta } from "@/metadata/meta";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { moved, newStep, type Wrong } from "./shaping";
import { StepBody, startOf } from "./step-body";
import { type Kind, kinds, type Step } from "./types";

export const kindIcons: Record<Kind, string> = {
  set: "check-square",
  assign: "user-check",
  tag: "tags",
  task: "clipboard-list",
  create: "plus",
  notify: "bell",
  mail: "mail",
  webhook: "share-2",
  act: "zap",
  wait: "calendar-clock",
  branch: "git-branch",
  approval: "shield-check",
};

type Props = {
  object: ObjectMeta;
  steps: Step[];
  /** All of the rule, for ids no other step has. */
  all: Step[];
  errors: Record<string, Wrong[]>;
  kinds: readonly Kind[];
  label: string;
  onChange: (steps: Step[]) => void;
};

/** What a part of a step is called in its card. */
const partNames: Record<string, string> = {
  values: "fields",
  people: "people",
  object: "object",
  mailbox: "mailbox",
  template: "template",
  webhook: "webhook",
  process: "process",
  message: "message",
  action: "action",
  n: "amount",
};
const fieldNames: Partial<Record<Kind, string>> = { mail: "mailTo", wait: "dateField", tag: "fields" };

/** What is wrong with a step, each with what it is about: "fill this in" alone says too little. */
function Wrongs({ object, step, wrong }: { object: ObjectMeta; step: Step; wrong: Wrong[] }) {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const target = objects.find((each) => each.key === step.object) ?? object;
  const input = object.actions.find((each) => each.name === step.action)?.input ?? [];
  const about = ({ part, name }: Wrong) => {
    const known = part === "input" ? input : target.fields;
    const key = part === "field" ? fieldNames[step.kind] : partNames[part];
    return known.find((field) => field.name === name)?.label ?? (key && t(`automation:${key}`));
  };
  return wrong.map((each) => {
    const what = about(each);
    return (
      <p key={`${each.part} ${each.name} ${each.message}`} className="form__error" role="alert">
        {what ? t("automation:wrongAt", { what, why: each.message }) : each.message}
      </p>
    );
  });
}

/** Steps one below the other, each as a card; those of a branch stand in it. */
export function StepList({ object, steps, all, errors, kinds: offered, label, onChange }: Props) {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const put = (at: number, step: Step) => onChange(steps.map((old, place) => (place === at ? step : old)));
  return (
    <div className="auto-steps">
      <ol className="auto-steps__list" aria-label={label}>
        {steps.map((step, at) => (
          <li
            key={step.id}
            className={`auto-step ${errors[step.id] ? "auto-step--wrong" : ""}`}
            aria-label={t(`automation:kind.${step.kind}`)}
          >
            <header className="auto-step__head">
              <span className="auto-step__icon">
                <Icon name={kindIcons[step.kind]} />
              </span>
              <strong className="grow ellipsis">{t(`automation:kind.${step.kind}`)}</strong>
              {at > 0 && (
                <PlainButton
                  bare
                  label={t("automation:up")}
                  icon={<ArrowUp size={14} />}
                  onClick={() => onChange(moved(steps, at, at - 1))}
                />
              )}
              {at < steps.length - 1 && (
                <PlainButton
                  bare
                  label={t("automation:down")}
                  icon={<ArrowDown size={14} />}
                  onClick={() => onChange(moved(steps, at, at + 1))}
                />
              )}
              <PlainButton
                bare
                label={t("common.remove")}
                icon={<Trash2 size={14} />}
                onClick={() => onChange(steps.filter((_, place) => place !== at))}
              />
            </header>
            <div className="auto-step__body">
              <StepBody
                object={object}
                step={step}
                nest={(inner, name, change) => (
                  <StepList
                    object={object}
                    steps={inner}
                    all={all}
                    errors={errors}
                    kinds={offered}
                    label={name}
                    onChange={change}
                  />
                )}
                onChange={(next) => put(at, next)}
              />
              <Wrongs object={object} step={step} wrong={errors[step.id] ?? []} />
            </div>
          </li>
        ))}
      </ol>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: kinds
            .filter((kind) => offered.includes(kind))
            .map((kind) => ({
              key: kind,
              icon: <Icon name={kindIcons[kind]} />,
              label: t(`automation:kind.${kind}`),
            })),
          onClick: ({ key }) => {
            const kind = key as Kind;
            onChange([...steps, newStep(kind, all, startOf(kind, object, objects))]);
          },
        }}
      >
        <PlainButton icon={<Plus size={14} />} label={t("automation:addStep")} className="auto-add" />
      </Dropdown>
    </div>
  );
}
