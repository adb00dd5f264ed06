import { FileSpreadsheet } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui/note";
import { Columns } from "./columns";
import type { Import, ImportFile, Patch, Table } from "./types";

type Props = { found: Import; locked: boolean; patch: (given: Patch) => void };

/** Every file as it was understood; anything can be said otherwise. */
export function Files({ found, locked, patch }: Props) {
  const { t } = useTranslation("import");
  return (
    <section>
      <h2 className="import__title">{t("files.title")}</h2>
      {found.files.map((file) => (
        <article key={file.id} className="import__file">
          <FileHead file={file} />
          {file.error && <Note danger>{file.error.message}</Note>}
          {file.tables.map((table) => (
            <TableBox key={table.id} table={table} found={found} locked={locked} patch={patch} />
          ))}
        </article>
      ))}
    </section>
  );
}

const marks: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

function FileHead({ file }: { file: ImportFile }) {
  const { t } = useTranslation("import");
  const mark = file.delimiter ? marks[file.delimiter] : null;
  const delimiter = mark ? t(`files.mark.${mark}`) : file.delimiter;
  return (
    <header className="row">
      <FileSpreadsheet size={15} aria-hidden="true" />
      <strong className="import__name">{file.name}</strong>
      <span className="muted">{[file.encoding?.toUpperCase(), delimiter].filter(Boolean).join(" · ")}</span>
    </header>
  );
}

type TableProps = Props & { table: Table };

function TableBox({ table, found, locked, patch }: TableProps) {
  const { t } = useTranslation("import");
  const target = found.targets.find((item) => item.object === table.object);
  const change = (rule: NonNullable<Patch["tables"]>[string]) => patch({ tables: { [table.id]: rule } });
  return (
    <div className="import__table">
      <div className="import__meaning">
        {table.sheet && <span>{table.sheet}</span>}
        <select
          className="field-input import__object"
          aria-label={t("files.object")}
          disabled={locked}
          value={table.object ?? ""}
          onChange={(event) =>
            change({ object: event.target.value || null, skip: event.target.value === "" })
          }
        >
          <option value="">{t("files.ignored")}</option>
          {found.targets.map((item) => (
            <option key={item.object} value={item.object}>
              {item.label}
            </option>
          ))}
        </select>
        <span className="muted">{t("files.rows", { count: table.rows })}</span>
        <Skipped table={table} />
        {table.object && (
          <span className="muted">
            {t("files.confidence", { share: Math.round(table.confidence * 100) })}
          </span>
        )}
        <HeaderRow table={table} locked={locked} onChange={(row) => change({ header_row: row })} />
      </div>
      {target && (
        <details>
          <summary>
            {t("files.columns")} ({table.columns.filter((column) => column.field).length}/
            {table.columns.length})
          </summary>
          <Columns
            table={table}
            target={target}
            targets={found.targets}
            locked={locked}
            onChange={(index, field) => change({ columns: { [index]: field } })}
          />
        </details>
      )}
    </div>
  );
}

function Skipped({ table }: { table: Table }) {
  const { t } = useTranslation("import");
  if (table.skipped_count === 0) return null;
  const told = table.skipped
    .slice(0, 20)
    .map((row) => `${row.row}: ${t(`reason.${row.reason}`)}`)
    .join(", ");
  return (
    <span className="muted" title={told}>
      {t("files.skipped", { count: table.skipped_count })}
    </span>
  );
}

type HeaderProps = { table: Table; locked: boolean; onChange: (row: number) => void };

function HeaderRow({ table, locked, onChange }: HeaderProps) {
  const { t } = useTranslation("import");
  return (
    <label className="row muted">
      {table.header_row === null ? t("files.headless") : t("files.header")}
      <input
        className="field-input import__number"
        type="number"
        min={1}
        max={1000}
        disabled={locked}
        defaultValue={table.header_row ?? ""}
        onBlur={(event) => {
          const row = Number(event.target.value);
          if (row > 0 && row !== table.header_row) onChange(row);
        }}
      />
    </label>
  );
}
