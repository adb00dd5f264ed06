import { useTranslation } from "react-i18next";
import type { BuiltInputProps, ShownProps } from "@/records/built/types";
import { Select } from "@/ui/select";
import "./duplicates.css";

const ways = ["form", "import", "api", "conversion"];
const states = ["mine", "other", "pool", "locked"];
const steps = ["none", "warn", "reason", "block"];

type ByState = Record<string, string>;
type ByWay = Record<string, ByState>;

const within = (value: unknown): ByWay =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as ByWay) : {};

/** What happens, for each way a record is written and whose the one is that is here already. */
export function StepsInput({ value, onChange }: BuiltInputProps) {
  const { t } = useTranslation("duplicates");
  const given = within(value);
  const put = (way: string, state: string, step: string) =>
    onChange({ ...given, [way]: { ...given[way], [state]: step } });
  return (
    <div>
      {ways.map((way) => (
        <fieldset key={way} className="steps">
          <legend>{t(way)}</legend>
          <div className="steps__states">
            {states.map((state) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the select within it
              <label key={state}>
                <span className="muted">{t(state)}</span>
                <Select
                  aria-label={`${t(way)} · ${t(state)}`}
                  value={given[way]?.[state] ?? "none"}
                  options={steps.map((step) => ({ value: step, label: t(step) }))}
                  onChange={(step: string) => put(way, state, step)}
                />
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

function useWords() {
  const { t } = useTranslation("duplicates");
  return (by: ByState | undefined): string => {
    const found = states.map((state) => by?.[state] ?? "none");
    if (new Set(found).size === 1) return t(found[0] ?? "none");
    return states.map((state, at) => `${t(state)}: ${t(found[at] ?? "none")}`).join(" · ");
  };
}

export function StepsShown({ value }: ShownProps) {
  const { t } = useTranslation("duplicates");
  const words = useWords();
  const given = within(value);
  return (
    <span className="stack">
      {ways.map((way) => (
        <span key={way}>
          {t(way)} <span className="muted">{words(given[way])}</span>
        </span>
      ))}
    </span>
  );
}
