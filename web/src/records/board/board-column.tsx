import { useDroppable } from "@dnd-kit/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { BoardColumn as Column, ObjectMeta, Page, RecordData } from "@/api/types";
import { type Node, readCriteria } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import type { ListState } from "@/lib/list-state";
import { compactMoney, fullMoney } from "@/lib/money";
import { useBaseCurrency } from "@/metadata/session";
import { Tag } from "@/ui/tag";
import { BoardCard } from "./board-card";

type Props = {
  object: ObjectMeta;
  column: Column;
  columns: Column[];
  state: ListState;
  /** The amount that is added up. */
  money: string | null | undefined;
  note: string | null | undefined;
  onMove: (record: RecordData, to: string) => void;
};

const LeftOutMark = lazy(() =>
  import("../sums/left-out").then((module) => ({ default: module.LeftOutMark })),
);

/** Cards past the first page of a column: the list with the column's own filter, where the cards left off. */
function useRest(object: ObjectMeta, column: Column, state: ListState) {
  const filter: Node | null = readCriteria(column.filter);
  const query = useInfiniteQuery({
    queryKey: [...keys.board(object.plural, { filter, q: state.q, scope: state.scope }), "rest", column.next],
    queryFn: ({ pageParam, signal }) =>
      listRecords(
        object.plural,
        { filter, q: state.q, scope: state.scope, limit: 20, cursor: pageParam },
        signal,
      ),
    initialPageParam: column.next,
    getNextPageParam: (last: Page) => last.next,
    enabled: false,
  });
  const started = query.data !== undefined;
  return {
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    more: started ? query.hasNextPage : column.next !== null && filter !== null,
    busy: query.isFetching,
    load: () => void (started ? query.fetchNextPage() : query.refetch()),
  };
}

function Sentinel({ onSeen }: { onSeen: () => void }) {
  const mark = useRef<HTMLLIElement>(null);
  const seen = useRef(onSeen);
  seen.current = onSeen;
  useEffect(() => {
    if (!mark.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && seen.current());
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, []);
  return <li ref={mark} className="board__more skeleton" aria-hidden="true" />;
}

/** One column: its name, how many cards, what they are worth; further cards come as one scrolls. */
export function BoardColumn({ object, column, columns, state, money, note, onMove }: Props) {
  const { t } = useTranslation();
  const drop = useDroppable({ id: String(column.value), disabled: column.value === null });
  const rest = useRest(object, column, state);
  const currency = useBaseCurrency();
  const language = currentLanguage();
  const { sum, left_out: left } = column;
  const label = column.label ?? t("board.unset");
  const first = new Set(column.items.map((item) => item.id));
  const cards = [...column.items, ...rest.items.filter((item) => !first.has(item.id))];
  return (
    <section className={`board__column ${drop.isOver ? "board__column--over" : ""}`} aria-label={label}>
      <header className="board__head">
        <Tag text={label} colour={column.color ?? "grey"} />
        <span className="muted num">{column.count}</span>
        <span className="grow" />
        {money && (
          <span
            className={sum === null ? "muted num" : "num"}
            title={[sum !== null && fullMoney(sum, currency, language), note].filter(Boolean).join(" · ")}
          >
            {sum === null ? "—" : compactMoney(sum, currency, language)}
          </span>
        )}
        {left && money && (
          <Suspense>
            <LeftOutMark
              object={object}
              field={money}
              left={left}
              whole={{ ...state, filter: readCriteria(column.filter) ?? undefined }}
            />
          </Suspense>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the column scrolls, so it must take the focus */}
      <ul className="board__cards" ref={drop.setNodeRef} tabIndex={0} aria-label={label}>
        {cards.map((record) => (
          <BoardCard
            key={record.id}
            object={object}
            record={record}
            columns={columns}
            here={column.value}
            onMove={onMove}
          />
        ))}
        {rest.more && !rest.busy && <Sentinel key={cards.length} onSeen={rest.load} />}
      </ul>
    </section>
  );
}
