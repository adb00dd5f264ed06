import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { asOf, logOf } from "@/api/records";
import type { LogEntry, ObjectMeta, Page, RecordData } from "@/api/types";
import { isEmpty, Value } from "@/fields/value";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Avatar } from "@/ui/avatar";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Waiting } from "@/ui/waiting";
import { Diffs } from "./diffs";
import { toldOnce } from "./told-once";
import { formerText, reasonOf, verbText, viaText } from "./verbs";

function AsOf({
  object,
  id,
  at,
  onClose,
}: {
  object: ObjectMeta;
  id: string;
  at: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const then = useQuery({
    queryKey: [...keys.record(object.plural, id), "as-of", at],
    queryFn: ({ signal }) => asOf(object.plural, id, at, signal),
  });
  const record = then.data;
  return (
    <Dialog
      footer={null}
      width={520}
      title={t("record.asOf", { at: fullDateTime(at, currentLanguage()) })}
      onCancel={onClose}
    >
      {then.error && <p className="form__error">{then.error.message}</p>}
      {then.isPending && <Waiting />}
      {record && (
        <dl className="details details--still">
          {object.fields
            .filter((field) => !isEmpty(record[field.name]))
            .map((field) => (
              <div key={field.name} className="detail">
                <dt>{field.label}</dt>
                <dd>
                  <Value field={field} value={record[field.name]} />
                </dd>
              </div>
            ))}
        </dl>
      )}
    </Dialog>
  );
}

function Entry({ object, entry, onThen }: { object: ObjectMeta; entry: LogEntry; onThen: () => void }) {
  const { t } = useTranslation();
  const actor = entry.actor?.title ?? t("record.system");
  return (
    <li className="entry">
      <Avatar title={actor} person />
      <div className="line__body">
        <p className="entry__head">
          <strong>{actor}</strong> {verbText(entry, object, t)}
          {entry.behalf?.title && ` ${t("record.behalf", { name: entry.behalf.title })}`}
          <span className="muted num">
            {fullDateTime(entry.at, currentLanguage())}
            {entry.via ? ` · ${viaText(entry.via, t)}` : ""}
          </span>
          <button type="button" className="plain entry__then" onClick={onThen}>
            {t("record.then")}
          </button>
        </p>
        {formerText(entry, t) && <p className="muted">{formerText(entry, t)}</p>}
        {reasonOf(entry, entry.reason) && <p className="muted">{entry.reason}</p>}
        <Diffs object={object} changes={entry.changes} />
      </div>
    </li>
  );
}

/** The Log of this record: who changed what, before and after, and the record as it was then. */
export function RecordHistory({ object, record }: { object: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation();
  const [at, setAt] = useState<string | null>(null);
  const query = useInfiniteQuery({
    queryKey: keys.log(object.plural, record.id),
    queryFn: ({ pageParam, signal }) => logOf(object.plural, record.id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<LogEntry>) => last.next,
  });
  if (query.isPending) return <Waiting />;
  if (query.error) return <Empty icon="lock" title={t("list.failed")} hint={query.error.message} />;
  return (
    <div className="timeline">
      <ol className="entries">
        {toldOnce(query.data.pages.flatMap((page) => page.items)).map((entry) => (
          <Entry key={entry.id} object={object} entry={entry} onThen={() => setAt(entry.at)} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("record.earlier")}
        </Button>
      )}
      {at && <AsOf object={object} id={record.id} at={at} onClose={() => setAt(null)} />}
    </div>
  );
}
