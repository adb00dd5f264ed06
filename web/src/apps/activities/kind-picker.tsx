import { useTranslation } from "react-i18next";
import { fieldOf, useObject } from "@/metadata/meta";
import { logged, lookOf } from "./kinds";

type Props = {
  kind: string;
  onKind: (kind: string) => void;
  /** Whether follow-ups are offered, and what besides them. */
  follows?: boolean;
  besides?: { value: string; label: string }[];
};

/** Call, visit, meeting, remark …: labels are the server's. */
export function KindPicker({ kind, onKind, follows = true, besides = [] }: Props) {
  const { t } = useTranslation();
  const activity = useObject("activity");
  const choices = (follows && activity && fieldOf(activity, "kind")?.choices) || [];
  const known = logged.flatMap((value) => choices.find((choice) => choice.value === value) ?? []);
  return (
    <fieldset className="kinds" aria-label={t("activity.kind")}>
      {[...known, ...besides].map(({ value, label }) => {
        const { Mark, colour } = lookOf(value);
        return (
          <button
            key={value}
            ref={(shown) => {
              if (kind === value) shown?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
            }}
            type="button"
            className={`kinds__one soft-${colour}`}
            aria-pressed={kind === value}
            onClick={() => onKind(value)}
          >
            <Mark size={14} strokeWidth={1.9} aria-hidden="true" />
            {label}
          </button>
        );
      })}
    </fieldset>
  );
}
