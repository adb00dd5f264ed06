import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type BulkGroup, type BulkKept, refusalsOf } from "@/api/bulk";
import type { ObjectMeta } from "@/api/types";
import { fieldOf, useObjects } from "@/metadata/meta";
import { Waiting } from "@/ui/waiting";

type Row = { id: string; title: string | null; message: string };

/** The records themselves, each a way to it; those nobody may see are counted. */
function Rows({ plural, rows, said }: { plural?: string; rows: readonly Row[]; said: boolean }) {
  const { t } = useTranslation();
  const shown = rows.filter(({ title }) => title !== null);
  const hidden = rows.length - shown.length;
  return (
    <>
      {shown.map(({ id, title, message }) => (
        <li key={id} className="ellipsis" title={said ? message : undefined}>
          <a href={`/${plural}/${id}`} target="_blank" rel="noreferrer">
            {title}
          </a>
          {said && <span className="muted"> {message}</span>}
        </li>
      ))}
      {hidden > 0 && (
        <li className="muted">
          {t("common.hidden")}
          {hidden > 1 && ` × ${hidden.toLocaleString()}`}
        </li>
      )}
    </>
  );
}

type LineProps = { label: string; message: string; count: number; onOpen?: () => void; children: ReactNode };

/** One reason with the number of records; opened, the records. */
function Line({ label, message, count, onOpen, children }: LineProps) {
  return (
    <details className="bulk-run__reason" onToggle={(event) => event.currentTarget.open && onOpen?.()}>
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        <span className="grow">{label ? `${label}: ${message}` : message}</span>
        <span className="num">{count.toLocaleString()}</span>
      </summary>
      <ul className="bulk-run__list">{children}</ul>
    </details>
  );
}

/** Why records are refused. */
export function Reason({ object, id, group }: { object: ObjectMeta; id: string; group: BulkGroup }) {
  const [opened, setOpened] = useState(false);
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ["bulk", id, "refusals", group.like],
    queryFn: ({ pageParam, signal }) => refusalsOf(id, group.like, pageParam, signal),
    initialPageParam: "0",
    getNextPageParam: ({ next }) => next,
    enabled: opened,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Line {...group} onOpen={() => setOpened(true)}>
      {rows ? <Rows plural={object.plural} rows={rows} said={!group.same} /> : <Waiting />}
      {query.hasNextPage && (
        <li>
          <Button
            size="small"
            type="link"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("bulk.moreRows", { count: group.count - (rows?.length ?? 0) })}
          </Button>
        </li>
      )}
    </Line>
  );
}

/** What an undo left as it was, by field and reason. */
export function Kept({ kept }: { kept: readonly BulkKept[] }) {
  const objects = useObjects();
  const groups = new Map<string, BulkKept[]>();
  for (const each of kept) {
    const key = `${each.object} ${each.field} ${each.message}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups].map(([key, rows]) => {
    const [first] = rows;
    const object = objects(first?.object ?? "");
    const label = object && fieldOf(object, first?.field ?? "")?.label;
    return (
      <Line key={key} label={label ?? ""} message={first?.message ?? ""} count={rows.length}>
        <Rows plural={object?.plural} rows={rows} said={false} />
      </Line>
    );
  });
}
