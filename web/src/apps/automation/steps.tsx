import { Dropdown } from "antd";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { moved, newStep } from "./shaping";
import { StepBody } from "./step-body";
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
  errors: Record<string, string[]>;
  kinds: readonly Kind[];
  label: string;
  onChange: (steps: Step[]) => void;
};

/** Steps one below the other, each as a card; those of a branch stand in it. */
export function StepList({ object, steps, all, errors, kinds: offered, label, onChange }: Props) {
  const { t } = useTranslation();
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
              {errors[step.id]?.map((message) => (
                <p key={message} className="form__error" role="alert">
                  {message}
                </p>
              ))}
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
          onClick: ({ key }) => onChange([...steps, newStep(key as Kind, all)]),
        }}
      >
        <PlainButton icon={<Plus size={14} />} label={t("automation:addStep")} className="auto-add" />
      </Dropdown>
    </div>
  );
}
