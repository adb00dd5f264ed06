import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { Links } from "@/fields/links";
import { isEmpty, Value } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { Tick } from "@/ui/tick";

/** Of what nobody has these say nothing. */
const idle = new Set(["owner", "next_contact"]);
const columnsOf = (object: ObjectMeta): FieldMeta[] =>
  object.columns
    .filter((name) => name !== object.title && !idle.has(name))
    .map((name) => fieldOf(object, name))
    .filter((field) => field !== undefined);

type Props = {
  object: ObjectMeta;
  rows: RecordData[];
  chosen: ReadonlySet<string>;
  busy: boolean;
  onChoose: (ids: string[], on: boolean) => void;
  onLook: (id: string) => void;
  onClaim: (id: string) => void;
};

/** What stands in a pool, a line each; on a phone two lines. */
export function PoolRows({ object, rows, chosen, busy, onChoose, onLook, onClaim }: Props) {
  const { t } = useTranslation("pools");
  const columns = columnsOf(object);
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id));
  return (
    <Links value={false}>
      <table className="pool-rows">
        <thead>
          <tr>
            <th className="pool-rows__tick">
              <Tick
                checked={all}
                partly={chosen.size > 0}
                label={t("select", { title: object.label_plural })}
                onChange={(on) => onChoose(on ? rows.map((row) => row.id) : [...chosen], on)}
              />
            </th>
            <th>{fieldOf(object, object.title)?.label}</th>
            {columns.map((field) => (
              <th key={field.name} className="hide-phone">
                {field.label}
              </th>
            ))}
            <th>
              <span className="sr-only">{t("actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const title = titleOf(object, row, currentLanguage());
            return (
              <tr key={row.id} className={chosen.has(row.id) ? "pool-rows__chosen" : undefined}>
                <td className="pool-rows__tick">
                  <Tick
                    checked={chosen.has(row.id)}
                    label={t("select", { title })}
                    onChange={(on) => onChoose([row.id], on)}
                  />
                </td>
                <td>
                  <button
                    type="button"
                    className="pool-rows__title"
                    aria-label={t("look", { title })}
                    onClick={() => onLook(row.id)}
                  >
                    <Avatar title={title} />
                    <span className="ellipsis">{title}</span>
                  </button>
                  <Brief columns={columns} row={row} />
                </td>
                {columns.map((field) => (
                  <td key={field.name} className="hide-phone">
                    <Value field={field} value={row[field.name]} compact empty="" />
                  </td>
                ))}
                <td className="pool-rows__do">
                  <Button
                    size="small"
                    disabled={busy}
                    aria-label={t("claimOne", { title })}
                    onClick={() => onClaim(row.id)}
                  >
                    {t("claim")}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Links>
  );
}

/** What matters most of a row, where there are no columns. */
function Brief({ columns, row }: { columns: FieldMeta[]; row: RecordData }) {
  const filled = columns.filter((field) => !isEmpty(row[field.name])).slice(0, 3);
  return (
    <span className="pool-rows__brief">
      {filled.map((field) => (
        <Value key={field.name} field={field} value={row[field.name]} compact />
      ))}
    </span>
  );
}
