import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { Merge } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { isEmpty, Value } from "@/fields/value";
import { fieldOf } from "@/metadata/meta";
import { Tag } from "@/ui/tag";
import type { Pair, PairState, Reason } from "./requests";

const colours = { same: "green", similar: "amber", different: "gray" };
/** From here on a pair is very likely one. */
const likely = 0.5;

const same = (field: FieldMeta, { left, right }: Pair) =>
  JSON.stringify(left[field.name]) === JSON.stringify(right[field.name]);

/** Fields worth comparing: those that made the pair, those of the list, and of both only what somebody has filled in. */
function compared(object: ObjectMeta, pair: Pair): FieldMeta[] {
  const names = new Set([
    ...pair.reasons.map((reason) => reason.field),
    ...object.columns.filter((name) => name !== "updated_at"),
    "created_at",
  ]);
  return [...names]
    .map((name) => fieldOf(object, name))
    .filter((field): field is FieldMeta => field !== undefined)
    .filter((field) => !isEmpty(pair.left[field.name]) || !isEmpty(pair.right[field.name]));
}

function Level({ score, sure }: { score: number; sure: number }) {
  const { t } = useTranslation("quality");
  const level = score >= sure ? "sure" : score >= likely ? "likely" : "maybe";
  return (
    <span className="twins__level">
      <strong>{t(`level.${level}`)}</strong>
      <span className="muted num">{Math.floor(score * 100)}%</span>
    </span>
  );
}

function Head({ object, record, word }: { object: ObjectMeta; record: RecordData; word: string }) {
  const title = String(record[object.title] ?? record.number ?? "");
  return (
    <th scope="col">
      <span className="muted twins__word">{word}</span>
      <Link to="/$plural/$id" params={{ plural: object.plural, id: record.id }}>
        {title}
      </Link>
      <span className="muted num"> {record.number}</span>
    </th>
  );
}

function Reasons({ reasons }: { reasons: Reason[] }) {
  const { t } = useTranslation("quality");
  return (
    <ul className="twins__reasons" aria-label={t("agree")}>
      {reasons.map((reason) => (
        <li key={`${reason.label}-${reason.like}`}>
          <Tag text={t(`like.${reason.like}`, { label: reason.label })} colour={colours[reason.like]} />
        </li>
      ))}
    </ul>
  );
}

type Props = { object: ObjectMeta; pair: Pair; sure: number; say: (state: PairState) => void };

/** Two records side by side, why they may be one, and what to do. */
export function PairCard({ object, pair, sure, say }: Props) {
  const { t } = useTranslation("quality");
  const navigate = useNavigate();
  const merge = () =>
    void navigate({
      to: "/$plural/$id/merge",
      params: { plural: object.plural, id: pair.left.id },
      search: { with: pair.right.id },
    });
  const name = (record: RecordData) => String(record[object.title] ?? record.number ?? "");
  return (
    <article className="twins" aria-label={t("pair", { left: name(pair.left), right: name(pair.right) })}>
      <header className="twins__head">
        <Level score={pair.score} sure={sure} />
        <Reasons reasons={pair.reasons} />
        <span className="grow" />
        {pair.state === "open" ? (
          <>
            <Button onClick={() => say("different")}>{t("different")}</Button>
            <Button type="primary" icon={<Merge size={13} />} onClick={merge}>
              {t("merge")}
            </Button>
          </>
        ) : (
          <Button onClick={() => say("open")}>{t("reopen")}</Button>
        )}
      </header>
      <table className="twins__table">
        <thead>
          <tr>
            <td />
            <Head object={object} record={pair.left} word={t("older")} />
            <Head object={object} record={pair.right} word={t("newer")} />
          </tr>
        </thead>
        <tbody>
          {compared(object, pair)
            .filter((field) => field.name !== object.title)
            .map((field) => (
              <tr key={field.name} className={same(field, pair) ? "" : "twins__apart"}>
                <th scope="row">{field.label}</th>
                <td>
                  <Value field={field} value={pair.left[field.name]} compact />
                </td>
                <td>
                  <Value field={field} value={pair.right[field.name]} compact />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </article>
  );
}
