import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { displays } from "@/fields/displays";
import { isEmpty } from "@/fields/value";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObjects } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { BulkDialog } from "@/records/bulk/bulk-dialog";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Segments } from "@/ui/segments";
import { Tick } from "@/ui/tick";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import {
  type CleaningGroup,
  type CleaningItem,
  type CleaningScan,
  leaveAsIs,
  qualityKeys,
  readCleaning,
  readCleaningRows,
  startCleaning,
  startCleaningScan,
} from "./requests";
import "./cleaning.css";

const pause = 1000;

function Side({ object, name, value }: { object: ObjectMeta; name: string; value: unknown }) {
  const { t } = useTranslation("quality");
  const field = fieldOf(object, name);
  if (!field || isEmpty(value)) return <span className="muted">{t("emptyValue")}</span>;
  const text = displays[field.kind]?.text(value, field, currentLanguage()) ?? String(value);
  return <span className="cleaning-text">{text}</span>;
}

/** What each value says and would say. */
function Changes({ object, item, name }: { object: ObjectMeta; item: CleaningItem; name: string }) {
  return (
    <span className="cleaning-changes">
      {item.changes.map(({ field, label, before, after }) => (
        <span key={field} className="cleaning-change">
          {field !== name && <small className="muted">{label}</small>}
          {!isEmpty(before) && (
            <span className="cleaning-before">
              <Side object={object} name={field} value={before} />
            </span>
          )}
          <ArrowRight size={13} aria-hidden="true" />
          <Side object={object} name={field} value={after} />
        </span>
      ))}
    </span>
  );
}

type RowsProps = {
  object: ObjectMeta;
  group: CleaningGroup;
  besides: ReadonlySet<string>;
  onTick: (id: string, on: boolean) => void;
  onNever: (id: string) => void;
};

function Rows({ object, group, besides, onTick, onNever }: RowsProps) {
  const { t } = useTranslation("quality");
  const query = useInfiniteQuery({
    queryKey: [...qualityKeys.cleaning, "rows", object.key, group.kind, group.field],
    queryFn: ({ pageParam, signal }) => readCleaningRows(object.key, group, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  if (query.isPending) return <Waiting />;
  if (query.error) return <Note danger>{query.error.message}</Note>;
  return (
    <>
      <ul className="cleaning-rows">
        {query.data.pages
          .flatMap((page) => page.items)
          .map((item) => (
            <li key={item.id}>
              <Tick
                checked={!besides.has(item.id)}
                label={t("cleanChoose", { title: item.title ?? "" })}
                onChange={(on) => onTick(item.id, on)}
              />
              <Link className="ellipsis" to="/$plural/$id" params={{ plural: object.plural, id: item.id }}>
                {item.title}
              </Link>
              <Changes object={object} item={item} name={group.field} />
              <Button size="small" type="text" onClick={() => onNever(item.id)}>
                {t("never")}
              </Button>
            </li>
          ))}
      </ul>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("cleanMore")}
        </Button>
      )}
    </>
  );
}

function Group({
  object,
  group,
  onRun,
}: {
  object: ObjectMeta;
  group: CleaningGroup;
  onRun: (id: string) => void;
}) {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [besides, setBesides] = useState<ReadonlySet<string>>(new Set());
  const again = () => client.invalidateQueries({ queryKey: qualityKeys.cleaning });
  const failed = (error: Error) => toast(error.message, { tone: "error" });
  const run = useMutation({
    mutationFn: () => startCleaning(object.key, group, [...besides]),
    onSuccess: ({ id }) => onRun(id),
    onError: failed,
  });
  const never = useMutation({
    mutationFn: ({ id, on }: { id: string; on: boolean }) => leaveAsIs(object.key, group, [id], on),
    onSuccess: (_, { id, on }) => {
      void again();
      if (on)
        toast(t("neverDone"), { action: { label: t("undo"), run: () => never.mutate({ id, on: false }) } });
    },
    onError: failed,
  });
  const tick = (id: string, on: boolean) =>
    setBesides((before) => new Set(on ? [...before].filter((each) => each !== id) : [...before, id]));
  const name = `${group.label} · ${group.field_label}`;
  const count = group.count - besides.size;
  return (
    <article className="cleaning" aria-label={name}>
      <header className="cleaning__head">
        <span className="grow">
          <strong>{name}</strong> <span className="muted num">{group.count.toLocaleString()}</span>
        </span>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("cleanFold") : t("cleanShow")}
        </Button>
        <Button type="primary" disabled={count <= 0} loading={run.isPending} onClick={() => run.mutate()}>
          {t("cleanGo", { count })}
        </Button>
      </header>
      {open ? (
        <Rows
          object={object}
          group={group}
          besides={besides}
          onTick={tick}
          onNever={(id) => {
            tick(id, true);
            never.mutate({ id, on: true });
          }}
        />
      ) : (
        <ul className="cleaning-samples">
          {group.samples.map((item) => (
            <li key={item.id}>
              <Changes object={object} item={item} name={group.field} />
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function Standing({ scan }: { scan: CleaningScan }) {
  const { user } = useSignedIn();
  const { t } = useTranslation("quality");
  if (scan.percent !== null) return <Progress label={t("cleanLooking")} done={scan.percent} total={100} />;
  if (scan.failed !== null) return <Note danger>{t("cleanFailed", { why: scan.failed })}</Note>;
  const language = currentLanguage();
  const next = scan.next && t("cleanNext", { day: relativeDay(scan.next, language) });
  return (
    <p className="muted cleaning-standing">
      {scan.finished_at && <span>{t("cleanLooked", { when: relativeDay(scan.finished_at, language) })}</span>}
      <span>{next || t("cleanOff")}</span>
      {user?.admin && (
        <Link to="/settings/$section" params={{ section: "companies" }}>
          {t("cleanSet")}
        </Link>
      )}
    </p>
  );
}

/** What is only badly written, by kind and field: confirmed once for all, done as one change that can be undone. */
export function Cleaning() {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [run, setRun] = useState<string | null>(null);
  const { object: wanted = "" } = useSearch({ strict: false }) as { object?: string };
  const query = useQuery({
    queryKey: [...qualityKeys.cleaning, wanted],
    queryFn: ({ signal }) => readCleaning(wanted, signal),
    refetchInterval: ({ state: { data } }) => (data && data.scan.percent !== null ? pause : false),
  });
  const told = query.data;
  const object = useObjects()(told?.object ?? "");
  const again = () => client.invalidateQueries({ queryKey: qualityKeys.cleaning });
  const scan = useMutation({
    mutationFn: startCleaningScan,
    onSettled: again,
    onError: (error) => toast(error.message, { tone: "error" }),
  });
  if (query.isPending) return <Waiting />;
  if (!told || !object) return <Empty icon="check-circle" title={t("cleanNothing")} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
    <section className="duplicates" tabIndex={0} aria-label={t("tab.cleaning")}>
      <div className="duplicates__bar">
        <Segments
          label={t("object")}
          value={told.object}
          options={told.objects.map((each) => ({ value: each.key, label: each.label }))}
          onChange={(key) =>
            void navigate({ to: ".", search: (old) => ({ ...old, object: key }), replace: true })
          }
        />
        <span className="grow" />
        <Button
          type={told.scan.finished_at ? undefined : "primary"}
          loading={scan.isPending}
          disabled={told.scan.percent !== null}
          onClick={() => scan.mutate(told.object)}
        >
          {t(told.scan.finished_at ? "cleanAgain" : "cleanLook")}
        </Button>
      </div>
      <Standing scan={told.scan} />
      {told.groups.length === 0 &&
        (told.scan.finished_at ? (
          <Empty icon="check-circle" title={t("cleanAll")} hint={t("cleanAllHint")} />
        ) : (
          <Empty icon="sparkles" title={t("cleanNever")} hint={t("cleanNeverHint")} />
        ))}
      {told.groups.map((group) => (
        <Group key={`${group.kind} ${group.field}`} object={object} group={group} onRun={setRun} />
      ))}
      {run && (
        <BulkDialog
          object={object}
          id={run}
          onClose={() => {
            setRun(null);
            void again();
          }}
        />
      )}
    </section>
  );
}
