import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Table, Target } from "./types";

type Props = {
  table: Table;
  target: Target;
  targets: Target[];
  locked: boolean;
  onChange: (index: number, field: string | null) => void;
};
type Option = { value: string; label: string };
type Group = { label: string; options: Option[] };

/** A column as a sheet counts it: A, B, … Z, AA. */
export const letter = (index: number): string =>
  (index >= 26 ? letter(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

/** What each column is called: by its header, and where that tells it from no other, by its place too. */
export function called(columns: Table["columns"], t: TFunction<"import">): string[] {
  // The server counts headers that come again: Phone, Phone (2).
  const bare = columns.map(({ header }) => header?.trim().replace(/ \(\d+\)$/, "") ?? "");
  const flat = bare.map((header) => header.toLowerCase());
  return columns.map(({ header, index }, at) => {
    const place = letter(index);
    if (!header?.trim()) return t("files.column", { place });
    const alike = flat.filter((other) => other === flat[at]).length > 1;
    return alike ? t("files.alike", { header: bare[at], place }) : header;
  });
}

/** Each column with samples of its values and the field it becomes. */
export function Columns({ table, target, targets, locked, onChange }: Props) {
  const { t } = useTranslation("import");
  const groups = useGroups(target, targets);
  const names = called(table.columns, t);
  return (
    <ul className="import__columns">
      {table.columns.map((column, at) => (
        <li key={column.index}>
          <strong>{names[at]}</strong>
          <span className="muted import__sample">
            {column.filled === 0 ? t("files.empty") : column.sample.join(" · ")}
          </span>
          <select
            className="field-input"
            aria-label={names[at]}
            disabled={locked}
            value={column.field ?? ""}
            onChange={(event) => onChange(column.index, event.target.value || null)}
          >
            <option value="">{t("files.notTaken")}</option>
            {missing(column.field, groups) && <option value={column.field ?? ""}>{column.field}</option>}
            {groups.map((group) => (
              <optgroup key={group.label} label={group.label}>
                {group.options.map((option) => (
                  <option key={option.value} value={option.value}>
                    {option.label}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
}

/** A path chosen by the server that no list offers, such as one part of an address. */
const missing = (path: string | null, groups: Group[]): boolean =>
  path !== null && !groups.some((group) => group.options.some((option) => option.value === path));

function useGroups(target: Target, targets: Target[]): Group[] {
  const { t } = useTranslation("import");
  return useMemo(() => {
    const own = [
      { value: "@key", label: t("files.key") },
      ...[...target.fields, ...target.asides.filter((item) => !item.group)].map(optionOf),
    ];
    const beside = targets.filter(
      (other) => other.object !== target.object && target.near.includes(other.object),
    );
    const groups = beside.map((other) => ({ label: other.label, options: optionsOf(other, t) }));
    return [{ label: target.label, options: own }, ...asidesOf(target), ...groups];
  }, [target, targets, t]);
}

const optionOf = (item: { field: string; label: string }): Option => ({
  value: item.field,
  label: item.label,
});

/** What columns may say that is no field, by what it is listed under. */
function asidesOf({ asides }: Target): Group[] {
  const labels = [...new Set(asides.flatMap((item) => (item.group ? [item.group] : [])))];
  return labels.map((label) => ({
    label,
    options: asides.filter((item) => item.group === label).map(optionOf),
  }));
}

function optionsOf(other: Target, t: TFunction<"import">): Option[] {
  const special = [
    ...(other.person ? [{ value: `${other.object}.@people`, label: t("files.people") }] : []),
    ...(other.links ? [{ value: `${other.object}.@notes`, label: t("files.notes") }] : []),
  ];
  const fields = other.fields.map((item) => ({
    value: `${other.object}.${item.field}`,
    label: t("files.of", { object: other.label, field: item.label }),
  }));
  return [...special, ...fields];
}
