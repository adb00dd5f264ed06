import { Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import { useObjectByPlural } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { useShortcuts } from "@/ui/shortcuts";
import { usePhone } from "@/ui/use-media";
import { Waiting } from "@/ui/waiting";
import { useExtension, useExtensions } from "../extensions";
import { Details } from "./details";
import { RecordHistory } from "./history";
import { Follow } from "./mail";
import { RecordHead } from "./record-head";
import { Related } from "./related";
import { Timeline } from "./timeline";
import { useRecord } from "./use-record";
import "./detail.css";

type Props = { object: ObjectMeta; record: RecordData };

/** One record: what it is, what happened, what hangs on it. */
export function RecordPage() {
  const { plural = "", id = "" } = useParams({ strict: false });
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const object = useObjectByPlural(plural);
  const { made } = useExtension(object?.key ?? "");
  if (!object) return <Missing />;
  if (made && !tab) return <Navigate to="/settings/$section/$id" params={{ section: plural, id }} replace />;
  return <Loaded key={id} object={object} id={id} />;
}

function Missing() {
  const { t } = useTranslation();
  return (
    <main className="card">
      <Empty icon="signpost" title={t("record.missing")} hint={t("record.missingHint")} />
    </main>
  );
}

function Loaded({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useTranslation();
  const query = useRecord(object, id);
  const phone = usePhone();
  const { Banner } = useExtensions();
  const navigate = useNavigate();
  useShortcuts({ Escape: () => void navigate({ to: "/$plural", params: { plural: object.plural } }) });
  if (query.isPending) return <Waiting />;
  // Two were merged: the one asked for leads to the one there is.
  if (query.data && query.data.id !== id)
    return <Navigate to="/$plural/$id" params={{ plural: object.plural, id: query.data.id }} replace />;
  if (!query.data) {
    const gone = query.error && "status" in query.error && query.error.status === 404;
    if (gone) return <Missing />;
    return (
      <main className="card">
        <Empty icon="alert-triangle" title={t("errors.broke")} hint={query.error?.message}>
          <Button onClick={() => void query.refetch()}>{t("common.retry")}</Button>
        </Empty>
      </main>
    );
  }
  return (
    <main className="card">
      <RecordHead object={object} record={query.data} />
      <Suspense>{Banner && <Banner object={object} record={query.data} />}</Suspense>
      {object.timeline !== false && (
        <Suspense>
          <Follow object={object} record={query.data} />
        </Suspense>
      )}
      {phone ? (
        <OneColumn object={object} record={query.data} />
      ) : (
        <>
          <Card object={object} record={query.data} />
          <ThreeColumns object={object} record={query.data} />
        </>
      )}
    </main>
  );
}

function useTab(first: string): [string, (tab: string) => void] {
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  const choose = (next: string) =>
    void navigate({ to: ".", search: next === first ? {} : { tab: next }, replace: true });
  return [tab ?? first, choose];
}

function Tabs({
  tabs,
  tab,
  onTab,
}: {
  tabs: [string, ReactNode][];
  tab: string;
  onTab: (tab: string) => void;
}) {
  return (
    <div className="tabs" role="tablist">
      {tabs.map(([key, label]) => (
        <button key={key} type="button" role="tab" aria-selected={key === tab} onClick={() => onTab(key)}>
          {label}
        </button>
      ))}
    </div>
  );
}

const usePanels = ({ object, record }: Props) =>
  (useExtension(object.key).panels ?? []).filter(({ when }) => !when || when(record));

function Panels({ object, record }: Props) {
  return usePanels({ object, record }).map(({ key, Panel }) => (
    <Suspense key={key}>
      <Panel object={object} record={record} />
    </Suspense>
  ));
}

function useFurther({ object, record }: Props) {
  const { t } = useTranslation();
  const tabs = (useExtension(object.key).tabs ?? []).filter(({ when }) => !when || when(record));
  return {
    names: tabs.map(({ key, label }): [string, ReactNode] => [key, t(label)]),
    shown: (tab: string) => {
      const found = tabs.find(({ key }) => key === tab);
      return (
        found && (
          <Suspense fallback={<Waiting />}>
            <found.Tab object={object} record={record} />
          </Suspense>
        )
      );
    },
  };
}

/** The same object without the relations that its panels and tabs list themselves. */
function useLeft({ object, record }: Props): ObjectMeta {
  const { panels = [], tabs = [] } = useExtension(object.key);
  const shown = new Set(
    [...panels, ...tabs].filter(({ when }) => !when || when(record)).flatMap(({ shows }) => shows ?? []),
  );
  return {
    ...object,
    related: object.related.filter((related) => !shown.has(`${related.object}.${related.field}`)),
  };
}

const hasRelated = (object: ObjectMeta) => object.related.some((related) => related.field);

function Card({ object, record }: Props) {
  const { Card: Shown } = useExtension(object.key);
  return <Suspense>{Shown && <Shown object={object} record={record} />}</Suspense>;
}

function ThreeColumns({ object, record }: Props) {
  const { t } = useTranslation();
  const { first = "timeline" } = useExtension(object.key);
  const [tab, setTab] = useTab(first);
  const panels = usePanels({ object, record });
  const further = useFurther({ object, record });
  const shown = further.shown(tab);
  const left = useLeft({ object, record });
  const rail = !shown && (panels.length > 0 || hasRelated(left));
  return (
    <div className={`record ${rail ? "" : "record--no-rail"} ${shown ? "record--wide" : ""}`}>
      <section className="record__side" aria-label={t("record.details")}>
        <Details object={object} record={record} />
      </section>
      <section className="record__main" aria-label={t("record.timeline")}>
        <Tabs
          tab={tab}
          onTab={setTab}
          tabs={[["timeline", t("record.timeline")], ...further.names, ["history", t("record.history")]]}
        />
        {shown ? (
          shown
        ) : tab === "history" ? (
          <RecordHistory object={object} record={record} />
        ) : (
          <Timeline object={object} record={record} />
        )}
      </section>
      {rail && (
        <section className="record__rail" aria-label={t("record.related")}>
          <Panels object={object} record={record} />
          <Related object={left} record={record} />
        </section>
      )}
    </div>
  );
}

function OneColumn({ object, record }: Props) {
  const { t } = useTranslation();
  // What nobody writes on is there for what its panels show: they stand with its details.
  const together = object.timeline === false;
  const { first = together ? "details" : "timeline" } = useExtension(object.key);
  const [tab, setTab] = useTab(first);
  const further = useFurther({ object, record });
  const left = useLeft({ object, record });
  const related: [string, ReactNode][] =
    together && !hasRelated(left) ? [] : [["related", t("record.related")]];
  return (
    <>
      <Tabs
        tab={tab}
        onTab={setTab}
        tabs={[
          ["timeline", t("record.timeline")],
          ["details", t("record.details")],
          ...further.names,
          ...related,
          ["history", t("record.history")],
        ]}
      />
      <div className="record__one">
        {tab === first && <Card object={object} record={record} />}
        {tab === "details" && <Details object={object} record={record} />}
        {tab === (together ? "details" : "related") && <Panels object={object} record={record} />}
        {tab === "related" && <Related object={left} record={record} />}
        {tab === "history" && <RecordHistory object={object} record={record} />}
        {tab === "timeline" && <Timeline object={object} record={record} />}
        {further.shown(tab)}
      </div>
    </>
  );
}
