import { Button, Checkbox } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta } from "@/api/types";
import { standing } from "@/fields/standing";
import { Value } from "@/fields/value";
import { fieldOf } from "@/metadata/meta";
import { isMasked } from "@/metadata/values";
import type { LookupProps } from "@/records/extensions";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { doubtOf } from "./doubt";
import type { Facts } from "./requests";

type Row = { field: FieldMeta; here: unknown; found: unknown; how: "same" | "fills" | "differs" };

const gapsOf = (rows: Row[]) => rows.filter((row) => row.how === "fills").map((row) => row.field.name);

function rowsOf({ object, values }: Pick<LookupProps, "object" | "values">, facts: Facts): Row[] {
  return facts.fields.flatMap(({ field: name, value: found }) => {
    const field = fieldOf(object, name);
    const here = values[name] ?? null;
    if (!field || field.readonly || isMasked(here)) return [];
    const how = standing(field, here, found);
    return how === "none" ? [] : [{ field, here, found, how }];
  });
}

/** Registry and record side by side; only what is ticked is taken. Nothing that is there is ticked beforehand, and
 * nothing at all of what may be another company. */
export function Compare(props: LookupProps & { facts: Facts; onClose: () => void }) {
  const { t } = useTranslation("registry");
  const { facts } = props;
  const rows = rowsOf(props, facts);
  const gaps = gapsOf(rows);
  const doubt = doubtOf(rows, props.values);
  const [chosen, setChosen] = useState(doubt ? [] : gaps);
  const turn = (name: string) =>
    setChosen(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  const taken = rows.filter((row) => chosen.includes(row.field.name));
  const take = () =>
    props.onTake(Object.fromEntries(taken.map((row) => [row.field.name, row.found])), facts.reason);
  const differs = rows.some((row) => row.how !== "same");
  return (
    <>
      {facts.ended && <Note danger>{t("ended", { status: facts.ended })}</Note>}
      {doubt ? (
        <Note>
          {t(`other.${doubt}`)}{" "}
          {gaps.length > 0 && <PlainButton label={t("fill")} onClick={() => setChosen(gaps)} />}
        </Note>
      ) : (
        <p className="muted registry__hint">{differs ? t("pick") : t("nothing")}</p>
      )}
      <div className="registry__row registry__row--head muted" aria-hidden="true">
        <span />
        <span>{t("here")}</span>
        <span>{t("registry")}</span>
      </div>
      <ul className="registry__rows">
        {rows.map((row) => (
          <Line
            key={row.field.name}
            row={row}
            chosen={chosen.includes(row.field.name)}
            onTurn={() => turn(row.field.name)}
          />
        ))}
      </ul>
      {facts.lines.length > 0 && (
        <details className="registry__more" open>
          <summary>{t("said")}</summary>
          <dl>
            {facts.lines.map(({ label, text }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <div className="form__foot">
        <span className="grow" />
        <Button onClick={props.onClose}>{t("close")}</Button>
        <Button type="primary" disabled={taken.length === 0} onClick={take}>
          {t("take", { count: taken.length })}
        </Button>
      </div>
    </>
  );
}

function Line({ row, chosen, onTurn }: { row: Row; chosen: boolean; onTurn: () => void }) {
  const { t } = useTranslation("registry");
  const id = useId();
  const { field } = row;
  return (
    <li className="registry__row">
      {row.how === "same" ? (
        <span className="registry__field">{field.label}</span>
      ) : (
        <span className="registry__field">
          <Checkbox
            id={id}
            checked={chosen}
            onChange={onTurn}
            aria-label={t("use", { field: field.label })}
          />
          <label htmlFor={id}>{field.label}</label>
        </span>
      )}
      <span>
        <span className="registry__side muted">{t("here")}</span>
        <span className={chosen && row.how === "differs" ? "registry__gone" : ""}>
          <Value field={field} value={row.here} />
        </span>
      </span>
      <span>
        <span className="registry__side muted">{t("registry")}</span>
        {row.how === "same" ? (
          <span className="muted">{t("same")}</span>
        ) : (
          <Value field={field} value={row.found} />
        )}
      </span>
    </li>
  );
}
