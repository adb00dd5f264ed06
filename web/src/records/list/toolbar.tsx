import { CalendarDays, Columns3, LayoutGrid, Search, SquareKanban, Table2, Trash2, X } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { countConditions } from "@/lib/criteria";
import { type ListState, lookOf } from "@/lib/list-state";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { useShortcuts } from "@/ui/shortcuts";
import { useDelayed } from "@/ui/use-delayed";
import { usePhone } from "@/ui/use-media";
import { hasCalendar } from "../calendar/days";
import { ExportButton } from "../export/export-button";
import { FilterButton } from "../filters/filter-button";
import { addressFields } from "../tiles/fields";
import { GroupMenu } from "./group-menu";
import { ScopeSwitch } from "./scope-switch";
import { SortMenu } from "./sort-menu";
import type { Columns } from "./use-columns";

const ColumnsPopover = lazy(() =>
  import("./columns-popover").then((module) => ({ default: module.ColumnsPopover })),
);

type Props = {
  object: ObjectMeta;
  state: ListState;
  change: (part: Partial<ListState>, push?: boolean) => void;
  columns?: Columns;
  onFilter: () => void;
};

export function ViewSwitch({ object, state, change }: Pick<Props, "object" | "state" | "change">) {
  const { t } = useTranslation();
  const [calendar, tiles] = [hasCalendar(object), addressFields(object).length > 0];
  if (!object.board && !calendar && !tiles) return null;
  const kinds = [
    { value: "table", Mark: Table2, label: t("list.table") },
    ...(object.board ? [{ value: "board", Mark: SquareKanban, label: t("list.board") }] : []),
    ...(calendar ? [{ value: "calendar", Mark: CalendarDays, label: t("calendar.name") }] : []),
    ...(tiles ? [{ value: "tiles", Mark: LayoutGrid, label: t("list.tiles") }] : []),
  ];
  return (
    <Segments
      label={t("list.view")}
      value={state.view ?? "table"}
      options={kinds.map(({ value, Mark, label }) => ({
        value,
        label: (
          <>
            <Mark size={14} aria-hidden="true" />
            <span className="segments__text">{label}</span>
          </>
        ),
      }))}
      onChange={(view) => change({ view: lookOf(view) }, true)}
    />
  );
}

/** Quick search within the list; what is typed goes to the URL once the typing rests. */
export function QuickSearch({ state, change }: Pick<Props, "state" | "change">) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [typed, setTyped] = useState(state.q ?? "");
  const settled = useDelayed(typed, 150);
  const told = useRef(state.q ?? "");
  useEffect(() => {
    if (settled.trim() === told.current) return;
    told.current = settled.trim();
    change({ q: settled.trim() || undefined });
  }, [settled, change]);
  useEffect(() => {
    if ((state.q ?? "") === told.current) return;
    told.current = state.q ?? "";
    setTyped(state.q ?? "");
  }, [state.q]);
  return (
    <label className="quick">
      <Search size={14} aria-hidden="true" />
      <input
        type="search"
        value={typed}
        aria-label={t("list.search")}
        placeholder={t(phone ? "app.searchShort" : "list.search")}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      {typed && (
        <button type="button" aria-label={t("filter.clear")} onClick={() => setTyped("")}>
          <X size={13} />
        </button>
      )}
    </label>
  );
}

/** Opens the panel of columns; what draws it is fetched by the first click. */
function ColumnsButton({ object, columns }: { object: ObjectMeta; columns: Columns }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  const button = (
    <PlainButton
      icon={<Columns3 size={15} strokeWidth={1.8} />}
      label={t("list.columns")}
      onClick={() => setWanted(true)}
    />
  );
  return (
    <span className="hide-phone">
      {wanted ? (
        <Suspense fallback={button}>
          <ColumnsPopover object={object} columns={columns} button={button} />
        </Suspense>
      ) : (
        button
      )}
    </span>
  );
}

export function Toolbar({ object, state, change, columns, onFilter }: Props) {
  const { t } = useTranslation();
  useShortcuts({ "/": onFilter });
  return (
    <div className="toolbar" role="toolbar" aria-label={t("list.toolbar")}>
      <ViewSwitch object={object} state={state} change={change} />
      <FilterButton count={countConditions(state.filter ?? null)} onClick={onFilter} />
      <QuickSearch state={state} change={change} />
      <span className="grow" />
      <ScopeSwitch scope={state.scope} onChange={(scope) => change({ scope })} />
      {columns && (
        <SortMenu
          object={object}
          sort={state.sort}
          looked={Boolean(state.q)}
          onSort={(sort) => change({ sort })}
        />
      )}
      {columns && <GroupMenu object={object} group={state.group} onGroup={(group) => change({ group })} />}
      {columns && <ColumnsButton object={object} columns={columns} />}
      {columns && object.rights.delete && (
        <span className="hide-phone">
          <PlainButton
            bare
            icon={<Trash2 size={15} strokeWidth={1.8} />}
            label={t("bin.open")}
            aria-pressed={state.bin === true}
            onClick={() => change({ bin: state.bin ? undefined : true }, true)}
          />
        </span>
      )}
      {object.rights.export && (
        <ExportButton object={object} state={state} columns={columns?.names ?? object.columns} />
      )}
    </div>
  );
}
