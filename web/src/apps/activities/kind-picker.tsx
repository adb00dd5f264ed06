import { useTranslation } from "react-i18next";
import { fieldOf, useObject } from "@/metadata/meta";
import { logged, lookOf } from "./kinds";

/** Call, visit, meeting, remark …: labels are the server's. */
export function KindPicker({ kind, onKind }: { kind: string; onKind: (kind: string) => void }) {
  const { t } = useTranslation();
  const activity = useObject("activity");
  const choices = activity && fieldOf(activity, "kind")?.choices;
  return (
    <fieldset className="kinds" aria-label={t("activity.kind")}>
      {logged
        .map((value) => choices?.find((choice) => choice.value === value))
        .filter((choice) => choice !== undefined)
        .map(({ value, label }) => {
          const { Mark, colour } = lookOf(value);
          return (
            <button
              key={value}
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
