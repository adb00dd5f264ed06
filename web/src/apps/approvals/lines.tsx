import { useTranslation } from "react-i18next";
import { Value } from "@/fields/value";
import { inputsOf, useObject } from "@/metadata/meta";
import { Tag } from "@/ui/tag";
import type { Line, Wish } from "./types";

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What changes, from what to what, in full; of what was returned also what was asked for then. */
export function Lines({ asked, lines }: { asked: Pick<Wish, "object" | "action">; lines: Line[] }) {
  const { t } = useTranslation("approvals");
  const { action } = asked;
  const meta = useObject(asked.object);
  if (lines.length === 0) return null;
  const given = meta?.actions.find((each) => each.name === action);
  const fields = [...(meta?.fields ?? []), ...(given ? inputsOf(given) : [])];
  const shown = (line: Line, value: unknown) => {
    const field = fields.find((each) => each.name === line.field);
    if (value === null) return <span className="muted">{t("empty")}</span>;
    return field ? <Value field={field} value={value} /> : <span>{String(value)}</span>;
  };
  return (
    <dl className="approval__lines" aria-label={t("changes")}>
      {lines.map((line) => (
        <div key={line.field}>
          <dt className="muted">{line.label}</dt>
          <dd>
            {action !== "delete" && line.before !== null && !same(line.before, line.after) && (
              <>
                <span className="approval__before">{shown(line, line.before)}</span>
                <span className="muted" aria-hidden="true">
                  →
                </span>
              </>
            )}
            {shown(line, action === "delete" ? line.before : line.after)}
            {"former" in line && (
              <span className="approval__former">
                <Tag text={t("changedSince")} colour="orange" />
                <span className="muted">{t("askedBefore")}</span>
                {shown(line, line.former)}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
