import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, use, useEffect, useRef } from "react";
import type { ObjectMeta, RecordData } from "@/api/types";
import { Links } from "@/fields/links";
import { isEmpty } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { Marked } from "@/ui/marked";
import { RecordValue } from "../built/record-value";
import { people } from "../people";
import { FoundBy } from "./found-by";
import { LookedFor, partsIn, unseen } from "./looked-for";
import { Ties } from "./ties";
import type { Column } from "./use-columns";
import type { Selection } from "./use-selection";

type Props = {
  object: ObjectMeta;
  rows: RecordData[];
  columns: Column[];
  /** In the recycle bin rows are ticked, not opened. */
  ticks?: Selection;
  more: boolean;
  onMore: () => void;
};

const rowHeight = 64;

type RowProps = { object: ObjectMeta; record: RecordData; columns: Column[]; ticks?: Selection };

export const PhoneRow = memo(function PhoneRow({ object, record, columns, ticks }: RowProps) {
  const content = <Lines object={object} record={record} columns={columns} />;
  if (ticks) {
    return (
      <label className="phone-row">
        <input
          type="checkbox"
          checked={ticks.chosen.has(record.id)}
          onChange={(event) => ticks.toggle(record.id, event.target.checked, false)}
        />
        {content}
      </label>
    );
  }
  return (
    <Link
      className="phone-row"
      to="/$plural/$id"
      params={{ plural: object.plural, id: record.id }}
      preload={false}
    >
      {content}
    </Link>
  );
});

function Lines({ object, record, columns }: Omit<RowProps, "ticks">) {
  const title = titleOf(object, record, currentLanguage());
  const shown = columns.filter((column) => !column.title && !isEmpty(record[column.field.name]));
  const side = shown.find((column) => column.align === "end");
  const found = unseen(record, [object.title]);
  const rest = shown
    .filter((column) => column !== side && column.field.name !== found?.field)
    .slice(0, found ? 1 : 3);
  return (
    <>
      <Avatar title={title} person={people.has(object.key)} size="large" />
      <span className="phone-row__main">
        <span className="phone-row__title">
          <strong className="ellipsis">
            <Marked text={title} q={use(LookedFor)} meant={partsIn(record, object.title)} />
          </strong>
          {side && <RecordValue field={side.field} value={record[side.field.name]} values={record} compact />}
        </span>
        <span className="phone-row__rest">
          <FoundBy found={found} />
          {rest.map((column) => (
            <span key={column.field.name} className="phone-row__item">
              {column.ties ? (
                <Ties record={record} />
              ) : (
                <RecordValue field={column.field} value={record[column.field.name]} values={record} compact />
              )}
            </span>
          ))}
        </span>
      </span>
    </>
  );
}

/** Two lines a record: what it is, then what matters most about it. */
export function PhoneList({ object, rows, columns, ticks, more, onMore }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && lastSeen >= rows.length - 30) onMore();
  }, [more, onMore, lastSeen, rows.length]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
    <section ref={scroller} className="phone-list" tabIndex={0} aria-label={object.label_plural}>
      <Links value={false}>
        <div style={{ position: "relative", height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const record = rows[index];
            return (
              record && (
                <div
                  key={record.id}
                  className="phone-list__slot"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <PhoneRow object={object} record={record} columns={columns} ticks={ticks} />
                </div>
              )
            );
          })}
        </div>
      </Links>
    </section>
  );
}
