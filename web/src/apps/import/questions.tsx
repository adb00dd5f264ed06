import { useTranslation } from "react-i18next";
import { Day } from "@/ui/day";
import { Segments } from "@/ui/segments";
import type { Choice, Import, Patch, Question } from "./types";

type Props = { found: Import; locked: boolean; patch: (given: Patch) => void };

/** What is asked once for a whole file. */
export function Questions({ found, locked, patch }: Props) {
  const { t } = useTranslation("import");
  const historical = found.options.historical;
  if (found.questions.length === 0 && historical === undefined) return null;
  return (
    <section>
      <h2 className="import__title">{t("ask.title")}</h2>
      <fieldset className="import__questions" disabled={locked}>
        {found.questions.map((question) => (
          <Ask
            key={question.key}
            question={question}
            onAnswer={(value) => patch({ answers: { [question.key]: value } })}
          />
        ))}
        <label className="import__question">
          <span className="row">
            <input
              type="checkbox"
              checked={historical === true}
              onChange={(event) => patch({ options: { historical: event.target.checked } })}
            />
            <strong>{t("ask.history")}</strong>
          </span>
          <span className="muted">{t("ask.historyHint")}</span>
        </label>
        <Twice found={found} patch={patch} />
      </fieldset>
    </section>
  );
}

/** A choice with what it makes of the file's example; the example alone where that says it all. */
function labelOf({ label, example }: Choice): string {
  if (!example) return label;
  return example.startsWith(label) ? example : `${label} → ${example}`;
}

function Ask({ question, onAnswer }: { question: Question; onAnswer: (value: string) => void }) {
  const { t } = useTranslation("import");
  const few = question.choices.length <= 3 && question.kind !== "scope";
  const options = question.choices.map((choice) => ({
    value: choice.value,
    label: labelOf(choice),
  }));
  return (
    <div className="import__question">
      <strong>{question.label}</strong>
      {few ? (
        <Segments label={question.label} value={question.value} options={options} onChange={onAnswer} />
      ) : (
        <select
          className="field-input"
          aria-label={question.label}
          value={question.value}
          onChange={(event) => onAnswer(event.target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
      {question.kind === "base" && (
        <Day
          label={t("ask.otherDay")}
          value={question.value === "none" ? null : question.value}
          onChange={(day) => day && onAnswer(day)}
        />
      )}
    </div>
  );
}

/** Why rows are wanted though they are here already, for the rules that ask. */
function Twice({ found, patch }: { found: Import; patch: (given: Patch) => void }) {
  const { t } = useTranslation("import");
  const said = found.options.reason ?? "";
  if (!said && !found.counts.some((each) => each.rejected > 0)) return null;
  return (
    <div className="import__question">
      <strong>{t("ask.twice")}</strong>
      <input
        className="field-input"
        aria-label={t("ask.twice")}
        defaultValue={said}
        maxLength={500}
        onBlur={(event) => event.target.value !== said && patch({ options: { reason: event.target.value } })}
      />
      <span className="muted">{t("ask.twiceHint")}</span>
    </div>
  );
}
