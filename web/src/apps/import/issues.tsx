import { useTranslation } from "react-i18next";
import type { Issue, Patch } from "./types";

type Props = { items: Issue[]; locked: boolean; patch: (given: Patch) => void };

/** Problems many rows share, each mended once for all of them. */
export function Issues({ items, locked, patch }: Props) {
  const { t } = useTranslation("import");
  const issues = items.filter((item) => item.kind !== "notice");
  const notices = items.filter((item) => item.kind === "notice");
  return (
    <section>
      <h2 className="import__title">{t("mend.title")}</h2>
      {issues.length === 0 && <p className="muted">{t("mend.none")}</p>}
      <ul className="import__issues">
        {issues.map((issue) => (
          <li key={issue.key}>
            <div className="grow">
              <strong>{issue.label}</strong>
              <Examples issue={issue} />
            </div>
            <select
              className="field-input import__choice"
              aria-label={issue.label}
              disabled={locked}
              value={issue.chosen}
              onChange={(event) => patch({ fixes: { [issue.key]: { choice: event.target.value } } })}
            >
              {issue.choices.map((choice) => (
                <option key={choice.value} value={choice.value}>
                  {choice.label}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
      {notices.length > 0 && (
        <details>
          <summary className="muted">
            {t("mend.notice")} ({notices.length})
          </summary>
          <ul className="import__lines">
            {notices.map((notice) => (
              <li key={notice.key}>{notice.label}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Examples({ issue }: { issue: Issue }) {
  const { t } = useTranslation("import");
  const told = issue.examples.reduce((sum, example) => sum + example.rows, 0);
  const shown = [
    ...issue.examples.map((example) => `${example.value} (${example.rows})`),
    ...(told > 0 && told < issue.rows ? ["…"] : []),
  ].join(", ");
  return (
    <p className="muted">
      {t("mend.field", { field: issue.place ?? issue.field })}
      {shown && ` · ${shown}`}
    </p>
  );
}
