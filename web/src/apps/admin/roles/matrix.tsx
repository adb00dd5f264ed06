import { SlidersHorizontal } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { type Fields, type Grants, isOwn, put, rightOf, rowsOf, type Scope, scopeOf } from "./grants";
import type { Catalog, CatalogObject, CatalogVerb } from "./requests";
import { ScopeCell } from "./scope-cell";

export type Line = { row: string; label: string; object: CatalogObject | null; depth: number };
export type Draft = { grants: Grants; fields: Fields };
type Props = {
  catalog: Catalog;
  lines: Line[];
  draft: Draft;
  disabled: boolean;
  onChange: (draft: Draft) => void;
  onOpen: (object: CatalogObject) => void;
};

/** Rows for many objects at once, each with the objects it covers. */
export function linesOf(catalog: Catalog, words: string): Line[] {
  const wanted = words.trim().toLowerCase();
  const fits = (label: string, key: string) => `${label} ${key}`.toLowerCase().includes(wanted);
  const groupOf = (object: CatalogObject) => (object.open ? "@open" : `@${object.group}`);
  const line = (object: CatalogObject): Line => ({
    row: object.key,
    label: object.label,
    object,
    depth: 1,
  });
  return catalog.groups.flatMap(({ name, label }) => {
    const whole = wanted !== "" && fits(label, name);
    const below = catalog.objects
      .filter((object) => groupOf(object) === name)
      .filter((object) => whole || fits(object.label, object.key))
      .map(line);
    const head: Line = { row: name, label, object: null, depth: 0 };
    return below.length > 0 || whole || (wanted === "" && name === "*") ? [head, ...below] : [];
  });
}

/** How many of its fields and actions a role closes or sets apart for an object. */
const apart = (object: CatalogObject, draft: Draft): number =>
  object.fields.filter((field) => rightOf(draft.fields, object.key, field).value !== "write").length +
  object.actions.filter((action) => isOwn(draft.grants, object.key, action.name)).length;

/** Object by verb to scope, moved through with the arrow keys. */
export function Matrix({ catalog, lines, draft, disabled, onChange, onOpen }: Props) {
  const { t } = useTranslation();
  const table = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState("0 0");
  const move = (event: KeyboardEvent<HTMLSelectElement>, row: number, column: number) => {
    const step: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const by = step[event.key];
    if (!by || event.altKey) return;
    event.preventDefault();
    for (let at = row + by[0], to = column + by[1]; at >= 0 && at < lines.length; at += by[0], to += by[1]) {
      const cell = table.current?.querySelector<HTMLElement>(`[data-cell="${at} ${to}"]`);
      if (cell) return cell.focus();
      if (by[0] === 0) return;
    }
  };
  const first = lines.some((_, at) => current.startsWith(`${at} `)) ? current : "0 0";
  return (
    <table className="matrix" ref={table}>
      <thead>
        <tr>
          <th scope="col">{t("admin:object")}</th>
          {catalog.verbs.map((verb) => (
            <th key={verb.name} scope="col">
              {verb.label}
            </th>
          ))}
          <th scope="col">{t("admin:more")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => (
          <tr key={line.row} className={line.depth === 0 ? "matrix__group" : ""}>
            <th scope="row">
              <span className="matrix__name">
                {line.object && <Icon name={line.object.icon} size={14} />}
                <span className="ellipsis" title={line.label}>
                  {line.label}
                </span>
              </span>
            </th>
            {line.object?.follows ? (
              <td colSpan={catalog.verbs.length} className="muted">
                {t("admin:follows", { what: line.object.follows })}
              </td>
            ) : (
              catalog.verbs.map((verb, column) => (
                <td key={verb.name}>
                  <Cell
                    line={line}
                    verb={verb}
                    catalog={catalog}
                    draft={draft}
                    disabled={disabled}
                    at={`${at} ${column}`}
                    tabbable={first === `${at} ${column}`}
                    onChange={onChange}
                    onFocus={() => setCurrent(`${at} ${column}`)}
                    onMove={(event) => move(event, at, column)}
                  />
                </td>
              ))
            )}
            <td>
              {line.object && (
                <Details object={line.object} count={apart(line.object, draft)} onOpen={onOpen} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type CellProps = {
  line: Line;
  verb: CatalogVerb;
  catalog: Catalog;
  draft: Draft;
  disabled: boolean;
  at: string;
  tabbable: boolean;
  onChange: (draft: Draft) => void;
  onFocus?: () => void;
  onMove?: (event: KeyboardEvent<HTMLSelectElement>) => void;
};

/** One verb of a line, with what the wider rows would give. */
export function Cell({ line, verb, catalog, draft, onChange, ...rest }: CellProps) {
  const rows = rowsOf(line.object ?? line.row);
  const found = scopeOf(draft.grants, rows, verb);
  const without = put<Scope>(draft.grants, line.row, verb.name, null);
  return (
    <ScopeCell
      {...rest}
      label={`${line.label} · ${verb.label}`}
      value={found.value}
      inherited={!isOwn(draft.grants, line.row, verb.name)}
      general={scopeOf(without, rows, verb).value}
      options={catalog.scopes}
      onChange={(scope) => onChange({ ...draft, grants: put(draft.grants, line.row, verb.name, scope) })}
    />
  );
}

function Details({
  object,
  count,
  onOpen,
}: {
  object: CatalogObject;
  count: number;
  onOpen: (object: CatalogObject) => void;
}) {
  const { t } = useTranslation();
  return (
    <PlainButton
      icon={<SlidersHorizontal size={13} />}
      label={count > 0 ? String(count) : ""}
      aria-label={t("admin:detailsOf", { what: object.label, count })}
      title={t("admin:detailsOf", { what: object.label, count })}
      onClick={() => onOpen(object)}
    />
  );
}
