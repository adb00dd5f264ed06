import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { FlaskConical } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { Value } from "@/fields/value";
import { fieldOf, useObjects } from "@/metadata/meta";
import type { PanelProps } from "@/records/extensions";
import { Note } from "@/ui/note";
import { type Trial as Found, type Move, tryLevels } from "./requests";
import "./labels.css";

type OfProps = { found: Found; of: ObjectMeta; field: FieldMeta };

function Choice({ field, value }: { field: FieldMeta; value: string | null }) {
  const { t } = useTranslation("labels");
  if (value === null) return <span className="faint">{t("unset")}</span>;
  return <Value field={field} value={value} compact />;
}

/** "C → A": what it is and what it would be. */
function FromTo({ field, from, to }: { field: FieldMeta } & Pick<Move, "from" | "to">) {
  return (
    <span className="labels__row">
      <Choice field={field} value={from} />
      <span aria-hidden="true">→</span>
      <Choice field={field} value={to} />
    </span>
  );
}

function Moves({ found, field }: OfProps) {
  const { t } = useTranslation("labels");
  return (
    <ul>
      {found.moves.map((move) => (
        <li key={`${move.from} ${move.to} ${move.rule}`} className="trial__move">
          <FromTo field={field} from={move.from} to={move.to} />
          <span className="num">{t("records", { count: move.count })}</span>
          {move.rule && <span className="muted">{move.rule}</span>}
        </li>
      ))}
    </ul>
  );
}

function Examples({ found, of, field }: OfProps) {
  const { t } = useTranslation("labels");
  return (
    <>
      <ul>
        {found.examples.map((each) => (
          <li key={each.id} className="trial__move">
            <Link to="/$plural/$id" params={{ plural: of.plural, id: each.id }} className="ellipsis">
              {each.title ?? "—"}
            </Link>
            <FromTo field={field} from={each.from} to={each.to} />
          </li>
        ))}
      </ul>
      {found.count > found.examples.length && (
        <p className="muted">{t("trialMore", { shown: found.examples.length })}</p>
      )}
    </>
  );
}

/** Beside a level rule: who would move up or down by all rules of its field, before they are put to use. */
export function LevelTrial({ record }: PanelProps) {
  const { t } = useTranslation("labels");
  const of = useObjects()(String(record.object));
  const field = of && fieldOf(of, String(record.field));
  const trial = useMutation({
    meta: { quiet: true },
    mutationFn: () => tryLevels(String(record.object), String(record.field)),
  });
  if (!of || !field) return null;
  const found = trial.data;
  return (
    <section className="trial" aria-label={t("trial")} aria-live="polite">
      <h2>{t("trial")}</h2>
      <p className="muted">{t("trialHint")}</p>
      <Button icon={<FlaskConical size={14} />} loading={trial.isPending} onClick={() => trial.mutate()}>
        {t("tryNow")}
      </Button>
      {trial.error && <Note danger>{trial.error.message}</Note>}
      {found && found.count === 0 && <p>{t("trialNone")}</p>}
      {found && found.count > 0 && (
        <>
          <p>{t("trialCount", { count: found.count, up: found.up, down: found.down })}</p>
          <Moves found={found} of={of} field={field} />
          <Examples found={found} of={of} field={field} />
        </>
      )}
    </section>
  );
}
