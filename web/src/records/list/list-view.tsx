import { Button } from "antd";
import { Trash2 } from "lucide-react";
import { type ComponentType, lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { Links } from "@/fields/links";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { usePhone } from "@/ui/use-media";
import { useListState } from "../use-list-state";
import { useSaved } from "../views/use-saved";
import "../views/views.css";
import { Grid } from "./grid";
import { GridSkeleton } from "./grid-skeleton";
import { ListEmpty } from "./list-empty";
import type { HeadProps } from "./list-head";
import { LookedFor } from "./looked-for";
import { PhoneList } from "./phone-list";
import { Toolbar } from "./toolbar";
import { useColumns } from "./use-columns";
import { paramsOf, useRows, useTotals } from "./use-rows";
import { useSelection } from "./use-selection";

const FilterBar = lazy(() =>
  import("../filters/filter-bar").then((module) => ({ default: module.FilterBar })),
);

const BulkBar = lazy(() => import("../bulk/bulk-bar").then((module) => ({ default: module.BulkBar })));
const RestoreBar = lazy(() =>
  import("../bulk/restore-bar").then((module) => ({ default: module.RestoreBar })),
);
const ViewBar = lazy(() => import("../views/view-bar").then((module) => ({ default: module.ViewBar })));
const GroupedList = lazy(() => import("./grouped").then((module) => ({ default: module.GroupedList })));

const LeftOutNote = lazy(() =>
  import("../sums/left-out").then((module) => ({ default: module.LeftOutNote })),
);

type Props = { object: ObjectMeta; Head: ComponentType<HeadProps> };

/** The list of one object: toolbar, filters, table (cards on a phone), bulk work. */
export function ListView({ object, Head }: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [state, change] = useListState();
  const saved = useSaved(object, state, change);
  const columns = useColumns(object, saved.current, state.sort);
  const { query, rows, count, capped, meant } = useRows(object, state, columns.names);
  const selection = useSelection(rows.map((row) => row.id));
  const money = columns.columns
    .filter((column) => column.field.kind === "money")
    .map((column) => column.field.name);
  const totals = useTotals(object, state, money);
  const [picking, setPicking] = useState(false);
  const [opened, setOpened] = useState(false);
  const [ticking, setTicking] = useState(false);
  const tick = () => {
    setTicking(!ticking);
    selection.clear();
  };
  const { update, delete: remove } = object.rights;
  const pick = () => {
    setOpened(true);
    setPicking(true);
  };
  const still = useMemo(() => ({ ...object, rights: { ...object.rights, update: false } }), [object]);
  const more = query.hasNextPage && !query.isFetchingNextPage;
  const onMore = () => void query.fetchNextPage();
  const grouped = !state.bin && object.fields.some((field) => field.groupable && field.name === state.group);
  const filtered = Boolean(state.filter || state.q || state.scope || state.bin);
  return (
    <LookedFor value={meant ?? state.q ?? ""}>
      <Head object={object} count={count} capped={capped} />
      <Suspense fallback={<div className="views" />}>
        {phone && query.isPending ? (
          <div className="views" />
        ) : (
          <ViewBar
            object={object}
            state={state}
            change={change}
            saved={saved}
            columns={columns}
            ticking={phone && !grouped && (update || remove) ? { on: ticking, toggle: tick } : undefined}
          />
        )}
      </Suspense>
      <Toolbar object={object} state={state} change={change} columns={columns} onFilter={pick} />
      {meant !== undefined && rows.length > 0 && (
        <p className="list-note" role="status">
          {t(meant === state.q?.toLowerCase() ? "list.sounds" : "list.meant", { typed: state.q, meant })}
        </p>
      )}
      {state.bin && <BinNote onLeave={() => change({ bin: undefined })} />}
      <Suspense>
        {(state.filter || opened) && (
          <FilterBar
            object={object}
            filter={state.filter}
            onChange={(filter) => change({ filter })}
            picking={picking}
            onPicking={setPicking}
          />
        )}
      </Suspense>
      <Suspense>
        {!phone && Object.keys(totals.data?.left_out ?? {}).length > 0 && !state.bin && (
          <LeftOutNote object={object} left={totals.data?.left_out ?? {}} whole={state} />
        )}
      </Suspense>
      {query.error && rows.length === 0 ? (
        <Empty icon="alert-triangle" title={t("list.failed")} hint={query.error.message}>
          <Button onClick={() => void query.refetch()}>{t("common.retry")}</Button>
        </Empty>
      ) : query.isPending ? (
        <GridSkeleton />
      ) : rows.length === 0 ? (
        <ListEmpty
          object={object}
          filtered={filtered}
          bin={state.bin === true && !state.filter && !state.q && !state.scope}
          onClear={() => change({ filter: undefined, q: undefined, scope: undefined, bin: undefined })}
        />
      ) : grouped ? (
        <Suspense fallback={<GridSkeleton />}>
          <GroupedList
            key={state.group}
            object={object}
            state={state}
            columns={columns}
            selection={selection}
            onSort={(sort) => change({ sort })}
            phone={phone}
          />
        </Suspense>
      ) : phone ? (
        <PhoneList
          object={object}
          rows={rows}
          columns={columns.columns}
          ticks={state.bin || ticking ? selection : undefined}
          more={more}
          onMore={onMore}
        />
      ) : (
        <Links value={!state.bin}>
          <Grid
            object={state.bin ? still : object}
            rows={rows}
            count={count}
            columns={columns}
            selection={selection}
            sort={state.sort ?? (state.q ? undefined : (object.sort ?? undefined))}
            onSort={(sort) => change({ sort })}
            more={more}
            onMore={onMore}
            totals={totals.data}
            whole={state}
          />
        </Links>
      )}
      <Suspense>
        {selection.chosen.size > 0 &&
          (state.bin ? (
            <RestoreBar
              object={object}
              selection={selection}
              rows={rows}
              count={count}
              params={paramsOf(state)}
            />
          ) : (
            <BulkBar
              object={object}
              selection={selection}
              rows={rows}
              count={count}
              params={paramsOf(state)}
            />
          ))}
      </Suspense>
    </LookedFor>
  );
}

function BinNote({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="bin-note">
      <Trash2 size={14} aria-hidden="true" />
      <span className="grow">{t("bin.here")}</span>
      <PlainButton label={t("bin.leave")} onClick={onLeave} />
    </div>
  );
}
