import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/client";
import type { Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useMeta, useObject } from "@/metadata/meta";
import { reasonOf, verbText, viaText } from "@/records/detail/verbs";
import { Day } from "@/ui/day";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import { findInLog, type LogLine } from "./requests";
import "./operations.css";

await ready;

type Wanted = {
  person: Ref | null;
  object: string;
  field: string;
  verb: string;
  since: string;
  until: string;
};
/** What is said without the action's own name: the object stands beside it. */
const plain = new Set(["create", "delete", "restore"]);
const anything: Wanted = { person: null, object: "", field: "", verb: "", since: "", until: "" };

/** The start of a day, or of the one after it, here, as a moment. */
const moment = (day: string, later = 0): string | undefined => {
  if (!day) return undefined;
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return at.toISOString();
};

const useLog = (query: Query) =>
  useInfiniteQuery({
    queryKey: ["log", query, currentLanguage()],
    queryFn: ({ pageParam, signal }) => findInLog({ ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    retry: false,
  });

/** Who did what when, over all records. */
export function LogPage() {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Wanted>(anything);
  const set = (part: Partial<Wanted>) => setWanted((old) => ({ ...old, ...part }));
  const query = {
    person: wanted.person?.id,
    object: wanted.object,
    field: wanted.object ? wanted.field : "",
    verb: wanted.verb,
    since: moment(wanted.since),
    until: moment(wanted.until, 1),
  };
  const list = useLog(query);
  const lines = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.log")}</h1>
      </header>
      <div className="log__ask">
        <Ask wanted={wanted} set={set} />
      </div>
      <div className="log__found">
        {list.error && <Note danger>{list.error.message}</Note>}
        {list.isPending && <Waiting />}
        {list.data && lines.length === 0 && (
          <Empty icon="history" title={t("admin:logNone")} hint={t("admin:logNoneHint")} />
        )}
        <ul className="log">
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ul>
        {list.hasNextPage && (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("admin:logMore")}
          </Button>
        )}
      </div>
    </main>
  );
}

function Ask({ wanted, set }: { wanted: Wanted; set: (part: Partial<Wanted>) => void }) {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const object = useObject(wanted.object);
  const verbs = [
    ...(["create", "update", "delete", "restore", "purge"] as const).map((verb) => ({
      value: verb as string,
      label: plain.has(verb) ? t(`happened:plain.${verb}`) : verbText({ verb }, object ?? { actions: [] }, t),
    })),
    ...(object?.actions ?? []).map((action) => ({ value: action.name, label: action.label })),
  ];
  return (
    <>
      <RecordSelect
        person
        clearable
        target="user"
        label={t("admin:person")}
        placeholder={t("admin:person")}
        value={wanted.person ? [wanted.person] : []}
        onChange={([next]) => set({ person: next ?? null })}
      />
      <Select
        aria-label={t("admin:object")}
        placeholder={t("admin:object")}
        showSearch={{ optionFilterProp: "label" }}
        allowClear
        value={wanted.object || undefined}
        options={objects.map((each) => ({ value: each.key, label: each.label }))}
        onChange={(next?: string) => set({ object: next ?? "", field: "", verb: "" })}
      />
      <Select
        aria-label={t("admin:verb")}
        placeholder={t("admin:logVerb")}
        allowClear
        value={wanted.verb || undefined}
        options={verbs}
        onChange={(next?: string) => set({ verb: next ?? "" })}
      />
      <Select
        aria-label={t("admin:logField")}
        placeholder={t("admin:logField")}
        showSearch={{ optionFilterProp: "label" }}
        allowClear
        disabled={!object}
        value={wanted.field || undefined}
        options={object?.fields.map((field) => ({ value: field.name, label: field.label }))}
        onChange={(next?: string) => set({ field: next ?? "" })}
      />
      {(["since", "until"] as const).map((end) => (
        <Day
          key={end}
          label={t(`admin:log.${end}`)}
          value={wanted[end]}
          onChange={(day) => set({ [end]: day ?? "" })}
        />
      ))}
    </>
  );
}

function Line({ line }: { line: LogLine }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const object = useObject(line.object);
  return (
    <li>
      <time className="muted num" dateTime={line.at}>
        {fullDateTime(line.at, currentLanguage())}
      </time>
      <div className="grow">
        <strong>{line.actor?.title ?? "—"}</strong>{" "}
        {line.behalf && <span className="muted">{t("admin:logBehalf", { name: line.behalf.title })} </span>}
        {plain.has(line.verb)
          ? t(`happened:plain.${line.verb}`)
          : verbText(line, object ?? { actions: [] }, t)}{" "}
        <span className="muted">{line.label}</span>{" "}
        {line.count > 1 ? (
          <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("admin:logMany", { count: line.count })}
          </Button>
        ) : (
          <Title line={line} />
        )}
        {line.count === 1 && line.fields.length > 0 && line.verb === "update" && (
          <span className="muted"> · {line.fields.join(", ")}</span>
        )}
        {reasonOf(line, line.reason) && <span className="log__reason muted">{line.reason}</span>}
        {open && <Many line={line} />}
      </div>
      <span className="muted hide-phone">{line.via && viaText(line.via, t)}</span>
    </li>
  );
}

function Title({ line }: { line: LogLine }) {
  const title = line.record.title ?? "—";
  return line.plural && line.record.title && line.verb !== "purge" ? (
    <Link className="log__record" to="/$plural/$id" params={{ plural: line.plural, id: line.record.id }}>
      {title}
    </Link>
  ) : (
    title
  );
}

/** The records of one line, a page at a time. */
function Many({ line }: { line: LogLine }) {
  const { t } = useTranslation();
  const { object, verb, change, at } = line;
  const query = { object, verb, change, since: at.slice(0, 8).concat("01T00:00:00Z") };
  const list = useLog(query);
  if (list.isPending) return <Waiting />;
  return (
    <ul className="log__many">
      {list.error && <Note danger>{list.error.message}</Note>}
      {list.data?.pages
        .flatMap((page) => page.items)
        .map((each) => (
          <li key={each.id}>
            <Title line={each} />
          </li>
        ))}
      {list.hasNextPage && (
        <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("admin:logMore")}
        </Button>
      )}
    </ul>
  );
}
