import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords, readRecord } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { useObject, useObjectByPlural } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { SequenceEditor } from "./sequence-editor";
import { nameOf, plural, stepsOf } from "./sequences";
import "./follow.css";

const asked = { sort: "name" };

/** All sequences; one of them, or a new one, with its mails and who is in it. */
export function SequencesPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false });
  const mine = useObjectByPlural(plural);
  if (!mine?.rights.read) return <Empty icon="lock" title={t("list.closed")} />;
  if (id === "new") return <SequenceEditor key="new" mine={mine} />;
  return id ? <One key={id} mine={mine} id={id} /> : <All mine={mine} />;
}

function One({ mine, id }: { mine: ObjectMeta; id: string }) {
  const query = useQuery({
    queryKey: keys.record(plural, id),
    queryFn: ({ signal }) => readRecord(plural, id, signal),
  });
  if (query.error) return <Note danger>{query.error.message}</Note>;
  if (!query.data) return <Waiting />;
  return <SequenceEditor key={query.data.version} mine={mine} stored={query.data} />;
}

function All({ mine }: { mine: ObjectMeta }) {
  const { t } = useTranslation("follow");
  const navigate = useNavigate();
  const list = useQuery({
    queryKey: keys.list(plural, asked),
    queryFn: ({ signal }) => listRecords(plural, { ...asked, limit: 200 }, signal),
  });
  const items = list.data?.items ?? [];
  const begin = () =>
    void navigate({ to: "/settings/$section/$id", params: { section: plural, id: "new" }, search: {} });
  return (
    <main className="card">
      <header className="head">
        <h1>{mine.label_plural}</h1>
        <span className="grow" />
        {mine.rights.create && (
          <Button type="primary" icon={<Plus size={14} />} onClick={begin}>
            {t("new")}
          </Button>
        )}
      </header>
      <div className="settings__body">
        {list.isPending && <Waiting />}
        {list.error && <Note danger>{list.error.message}</Note>}
        {list.data && items.length === 0 && (
          <Empty icon="calendar-clock" title={t("none")} hint={t("noneHint")} />
        )}
        {items.length > 0 && (
          <ul className="rows">
            {items.map((item) => (
              <Line key={item.id} item={item} />
            ))}
          </ul>
        )}
      </div>
    </main>
  );
}

function Line({ item }: { item: RecordData }) {
  const { t } = useTranslation("follow");
  const about = useObject(String(item.object));
  return (
    <li>
      <Icon name="calendar-clock" />
      <div className="grow sequence__person">
        <Link to="/settings/$section/$id" params={{ section: plural, id: item.id }} className="ellipsis">
          {nameOf(item)}
        </Link>
        <p className="muted ellipsis">
          {about?.label ?? String(item.object)} · {t("mailCount", { count: stepsOf(item.steps).length })}
        </p>
      </div>
      {item.active !== true && <Tag text={t("off")} colour="gray" />}
    </li>
  );
}
