import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Menu } from "@/ui/menu";
import type { Draft } from "./draft";

/** Below this a reader of photos is wrong often enough to look again. */
const sure = 0.85;

type Target = { key: string; label: string };
type Props = {
  draft: Draft;
  /** Lines of the field one is in. */
  outlined: number[];
  /** Labels of the fields each line went to. */
  went: Map<number, string[]>;
  targets: Target[];
  onFocus: (line: number) => void;
  onPut: (line: number, target: string) => void;
};

/** The lines of a card, each with where it went; one that went nowhere can be put into a field. */
export function Source({ draft, outlined, went, targets, onFocus, onPut }: Props) {
  const { t } = useTranslation("cards");
  return (
    <ol className="card-lines" aria-label={t("lines")}>
      {draft.read.lines.map((line, at) => {
        const labels = went.get(at) ?? [];
        const key = `${at} ${line.text}`;
        if (!line.text.trim()) return null;
        return (
          <li key={key} className={`card-line ${outlined.includes(at) ? "card-line--on" : ""}`}>
            {labels.length > 0 ? (
              <button type="button" className="card-line__text" onClick={() => onFocus(at)}>
                {line.text}
              </button>
            ) : (
              <span className="card-line__text card-line__text--left">{line.text}</span>
            )}
            {(line.score ?? 1) < sure && <span className="card-line__unsure">{t("unsure")}</span>}
            {labels.length > 0 ? (
              <span className="card-line__went muted">{labels.join(" · ")}</span>
            ) : (
              <Menu
                selected=""
                items={targets.map((target) => ({ ...target, onClick: () => onPut(at, target.key) }))}
              >
                <button
                  type="button"
                  className="plain card-line__put"
                  aria-label={t("putLine", { text: line.text })}
                >
                  <Plus size={13} aria-hidden="true" />
                  {t("put")}
                </button>
              </Menu>
            )}
          </li>
        );
      })}
    </ol>
  );
}
