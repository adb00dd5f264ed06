import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { inRow } from "@/lib/i18n";
import { Note } from "@/ui/note";
import type { Report } from "./requests";

/** What acts by itself and arrives switched off, with the lists in which it is switched on. */
export function LeftOff({ off, done = false }: { off: Report["off"]; done?: boolean }) {
  const { t } = useTranslation();
  if (off.length === 0) return null;
  const lists = [...new Set(off.map((line) => line.plural))].map(
    (plural) => [plural, off.filter((line) => line.plural === plural)] as const,
  );
  return (
    <Note>
      {done ? t("admin:configOffDone", { count: off.length }) : t("admin:configOff", { count: off.length })}
      <ul className="config__off">
        {lists.map(([plural, lines]) => (
          <li key={plural}>
            <Link to="/settings/$section" params={{ section: plural }}>
              {lines[0]?.label}
            </Link>{" "}
            <span className="muted">{inRow(lines.map((line) => line.name))}</span>
          </li>
        ))}
      </ul>
    </Note>
  );
}
