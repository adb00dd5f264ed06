import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { inRow } from "@/lib/i18n";
import { Tag } from "@/ui/tag";
import type { Line, Report } from "./requests";

type Told = Line & { kind: string; colour: string; more: string; conflict: boolean };

/** What an import would do, kind by kind of record; what does not fit first, and each of that may be left out. */
export function ReportLines({ report, leaveOut }: { report: Report; leaveOut: (id: string) => void }) {
  const { t } = useTranslation();
  const all = useTold(report);
  const groups = new Map<string, Told[]>();
  for (const line of all) {
    const title = line.conflict ? t("admin:configConflicts") : (line.label ?? line.object);
    groups.set(title, [...(groups.get(title) ?? []), line]);
  }
  return (
    <div className="config__lines stack">
      {[...groups].map(([title, lines]) => (
        <section key={title} className="stack" aria-label={title}>
          <h3>
            {title} <span className="muted">{lines.length}</span>
          </h3>
          <ul className="rows">
            {lines.map((line) => (
              <li key={`${line.kind} ${line.id}`}>
                <Tag text={line.kind} colour={line.colour} />
                <span className="grow">
                  {line.conflict && <span className="muted">{line.label ?? line.object} </span>}
                  <strong>{line.name}</strong>
                  {line.more && <span className="muted config__more">{line.more}</span>}
                </span>
                {line.conflict && (
                  <Button
                    size="small"
                    aria-label={`${t("admin:configLeave")}: ${line.name}`}
                    onClick={() => leaveOut(line.id)}
                  >
                    {t("admin:configLeave")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function useTold(report: Report): Told[] {
  const { t } = useTranslation();
  const told = (lines: Line[], kind: string, colour: string, more: (line: Line) => string): Told[] =>
    lines.map((line) => ({ ...line, kind, colour, more: more(line), conflict: colour === "red" }));
  return [
    ...told(report.conflicts, t("admin:configConflict"), "red", (line) => line.message ?? ""),
    ...told(report.made, t("admin:configMade"), "green", () => ""),
    ...told(report.changed, t("admin:configChanged"), "orange", (line) => inRow(line.fields ?? [])),
  ];
}
