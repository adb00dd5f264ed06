import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  TouchSensor,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Dropdown } from "antd";
import { CalendarDays, ChevronDown, ChevronLeft, ChevronRight, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { FieldMeta, ObjectMeta, Page, RecordData } from "@/api/types";
import { allOf, toWire } from "@/lib/criteria";
import { fullDate, isoDay, toDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import type { ListState } from "@/lib/list-state";
import { canEdit } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { usePhone } from "@/ui/use-media";
import { openCreate } from "../form/create-store";
import { Above } from "../list/above";
import { paramsOf } from "../list/use-rows";
import { useListState } from "../use-list-state";
import { useSave } from "../use-save";
import { Item, type ItemProps } from "./calendar-item";
import { dateFields, dateOf, dayOf, daysOf, movedTo, step, within } from "./days";
import "./calendar.css";

const pageSize = 200;
const most = 1000;
const shownInMonth = 4;

/** Everything that lies on those days, page after page up to a limit. */
function useDays(object: ObjectMeta, state: ListState, field: FieldMeta, days: string[]) {
  const filter = toWire(allOf(state.filter, within(field, days))) ?? undefined;
  const fields = [...new Set([object.title, field.name, "owner"])]
    .filter((name) => object.fields.some((each) => each.name === name))
    .join(",");
  const params = { ...paramsOf(state), filter, sort: field.sortable ? field.name : undefined, fields };
  const query = useInfiniteQuery({
    queryKey: keys.list(object.plural, params),
    queryFn: ({ pageParam, signal }) =>
      listRecords(
        object.plural,
        {
          ...params,
          limit: pageSize,
          cursor: pageParam,
          count: pageParam === null,
          ties: Boolean(object.ties),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page) => last.next,
    placeholderData: keepPreviousData,
    meta: { quiet: true },
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const more = query.hasNextPage && rows.length < most;
  useEffect(() => {
    if (more && !query.isFetching) void query.fetchNextPage();
  });
  return { query, rows, count: query.data?.pages[0]?.count };
}

type DayProps = Omit<ItemProps, "record"> & {
  day: string;
  rows: RecordData[];
  outside: boolean;
  all: boolean;
  onWhole: (day: string) => void;
};

function Day({ day, rows, outside, all, onWhole, ...item }: DayProps) {
  const { t } = useTranslation();
  const drop = useDroppable({ id: day });
  const shown = all ? rows : rows.slice(0, rows.length > shownInMonth ? shownInMonth - 1 : shownInMonth);
  const classes = ["calendar__day"];
  if (outside) classes.push("calendar__day--outside");
  if (drop.isOver) classes.push("calendar__day--over");
  if (day === isoDay(new Date())) classes.push("calendar__day--today");
  const add = item.object.rights.create && item.movable;
  return (
    <section
      ref={drop.setNodeRef}
      className={classes.join(" ")}
      aria-label={fullDate(day, currentLanguage())}
    >
      <header className="calendar__date">
        <span className="num">{toDate(day).getDate()}</span>
        <span className="grow" />
        {add && (
          <PlainButton
            bare
            className="calendar__add"
            icon={<Plus size={12} />}
            label={t("calendar.add", { object: item.object.label, day: fullDate(day, currentLanguage()) })}
            onClick={() => {
              const noon = `${day}T09:00:00`;
              const value = item.field.kind === "date" ? day : new Date(noon).toISOString();
              openCreate({ object: item.object.key, values: { [item.field.name]: value } });
            }}
          />
        )}
      </header>
      <ul>
        {shown.map((record) => (
          <Item key={record.id} record={record} {...item} />
        ))}
      </ul>
      {shown.length < rows.length && (
        <PlainButton
          className="calendar__more"
          label={t("calendar.more", { count: rows.length - shown.length })}
          onClick={() => onWhole(day)}
        />
      )}
    </section>
  );
}

function Agenda({ object, field, rows }: { object: ObjectMeta; field: FieldMeta; rows: RecordData[] }) {
  const days = [...new Set(rows.map((record) => dayOf(record, field)))].sort();
  const { t } = useTranslation();
  if (days.length === 0) return <Empty icon="calendar" title={t("calendar.none")} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
    <section className="calendar__agenda" tabIndex={0} aria-label={object.label_plural}>
      {days.map((day) => (
        <section key={day}>
          <h2>
            {new Intl.DateTimeFormat(languageTag(currentLanguage()), {
              month: "long",
              day: "numeric",
              weekday: "long",
            }).format(toDate(day))}
          </h2>
          <ul>
            {rows
              .filter((record) => dayOf(record, field) === day)
              .map((record) => (
                <Item
                  key={record.id}
                  object={object}
                  record={record}
                  field={field}
                  movable={false}
                  onMove={() => undefined}
                />
              ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

/** Records on the days one of their dates names: a month or a week, an agenda on a phone. */
export function CalendarView({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [state, change] = useListState();
  const field = dateOf(object, state);
  const span = state.span ?? "month";
  const on = state.on ?? isoDay(new Date());
  const days = daysOf(on, span);
  return (
    <>
      <Above object={object} state={state} change={change} />
      <div className="calendar__bar">
        <PlainButton
          bare
          icon={<ChevronLeft size={15} />}
          label={t(`calendar.before_${span}`)}
          onClick={() => change({ on: step(on, span, -1) })}
        />
        <h2 className="calendar__title">
          {new Intl.DateTimeFormat(languageTag(currentLanguage()), { year: "numeric", month: "long" }).format(
            toDate(on),
          )}
        </h2>
        <PlainButton
          bare
          icon={<ChevronRight size={15} />}
          label={t(`calendar.after_${span}`)}
          onClick={() => change({ on: step(on, span, 1) })}
        />
        <PlainButton label={t("calendar.today")} onClick={() => change({ on: undefined })} />
        <span className="grow" />
        <Dropdown
          trigger={["click"]}
          menu={{
            selectedKeys: [field?.name ?? ""],
            items: dateFields(object).map(({ name, label }) => ({
              key: name,
              label,
              onClick: () => change({ date: name }),
            })),
          }}
        >
          <button type="button" className="plain">
            <CalendarDays size={14} aria-hidden="true" />
            <span className="sr-only">{t("calendar.by")}</span>
            <span className="ellipsis">{field?.label}</span>
            <ChevronDown size={13} aria-hidden="true" />
          </button>
        </Dropdown>
        <Segments
          label={t("calendar.span")}
          value={span}
          options={(["month", "week"] as const).map((value) => ({ value, label: t(`calendar.${value}`) }))}
          onChange={(next) => change({ span: next === "week" ? "week" : undefined })}
        />
      </div>
      {field && (
        <Days
          object={object}
          state={state}
          field={field}
          days={days}
          on={on}
          span={span}
          phone={phone}
          change={change}
        />
      )}
    </>
  );
}

type DaysProps = {
  object: ObjectMeta;
  state: ListState;
  field: FieldMeta;
  days: string[];
  on: string;
  span: "month" | "week";
  phone: boolean;
  change: (part: Partial<ListState>, push?: boolean) => void;
};

function Days({ object, state, field, days, on, span, phone, change }: DaysProps) {
  const { t } = useTranslation();
  const { query, rows, count } = useDays(object, state, field, days);
  const { mutate } = useSave(object);
  const movable = canEdit(object, field);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
  );
  const move = (record: RecordData, day: string) => {
    if (dayOf(record, field) !== day)
      mutate({ record, values: { [field.name]: movedTo(String(record[field.name]), field, day) } });
  };
  const [held, setHeld] = useState<RecordData | null>(null);
  const end = ({ active, over }: DragEndEvent) => {
    setHeld(null);
    const record = active.data.current?.record as RecordData | undefined;
    if (record && over) move(record, String(over.id));
  };
  if (query.error && rows.length === 0)
    return <Empty icon="alert-triangle" title={t("list.failed")} hint={query.error.message} />;
  const of = new Map<string, RecordData[]>();
  for (const record of rows) {
    const day = dayOf(record, field);
    of.set(day, [...(of.get(day) ?? []), record]);
  }
  const names = days.slice(0, 7).map((day) => toDate(day));
  return (
    <>
      {count !== undefined && count > most && (
        <p className="calendar__note" role="status">
          {t("calendar.capped", { shown: most })}
        </p>
      )}
      {phone ? (
        <Agenda object={object} field={field} rows={rows} />
      ) : (
        <DndContext
          sensors={sensors}
          onDragStart={({ active }) => setHeld((active.data.current?.record as RecordData) ?? null)}
          onDragEnd={end}
          onDragCancel={() => setHeld(null)}
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
          <section className={`calendar calendar--${span}`} tabIndex={0} aria-label={object.label_plural}>
            <div className="calendar__names" aria-hidden="true">
              {names.map((day) => (
                <span key={day.getTime()}>
                  {new Intl.DateTimeFormat(languageTag(currentLanguage()), { weekday: "short" }).format(day)}
                </span>
              ))}
            </div>
            <div className="calendar__days">
              {days.map((day) => (
                <Day
                  key={day}
                  day={day}
                  object={object}
                  field={field}
                  movable={movable}
                  rows={of.get(day) ?? []}
                  outside={span === "month" && day.slice(0, 7) !== on.slice(0, 7)}
                  all={span === "week"}
                  onMove={move}
                  onWhole={(whole) => change({ on: whole, span: "week" }, true)}
                />
              ))}
            </div>
          </section>
          <DragOverlay dropAnimation={null}>
            {held && <span className="calendar__held">{titleOf(object, held, currentLanguage())}</span>}
          </DragOverlay>
        </DndContext>
      )}
    </>
  );
}
