import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Button, Switch } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { changeRecord, listRecords, readRecord } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import type { Node } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject, useObjectByPlural } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { Sentence } from "@/records/built/shown";
import { ready as builtTexts } from "@/records/built/texts";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { Beginnings } from "./beginnings";
import { keepDraft, keptDraft } from "./draft";
import { ProcessEditor } from "./process-editor";
import { everyStep, readSteps } from "./steps";
import { ready } from "./texts";
import "./process.css";

await ready;
await builtTexts;

const plural = "approval-processes";
const asked = { sort: "object,order", limit: 200 };

/** All processes as sentences, object by object; one of them, or a new one, as a flow. */
export function ProcessesPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false });
  const mine = useObjectByPlural(plural);
  if (!mine?.rights.read) return <Empty icon="lock" title={t("list.closed")} />;
  if (id === "new") return <ProcessEditor key="new" process={mine} start={keptDraft()} />;
  return id ? <One key={id} process={mine} id={id} /> : <All process={mine} />;
}

function One({ process, id }: { process: ObjectMeta; id: string }) {
  const query = useQuery({
    queryKey: keys.record(plural, id),
    queryFn: ({ signal }) => readRecord(plural, id, signal),
  });
  if (query.error) return <Note danger>{query.error.message}</Note>;
  if (!query.data) return <Waiting />;
  return <ProcessEditor key={query.data.version} process={process} stored={query.data} />;
}

function All({ process }: { process: ObjectMeta }) {
  const { t } = useTranslation("flow");
  const navigate = useNavigate();
  const [choosing, setChoosing] = useState(false);
  const list = useQuery({
    queryKey: keys.list(plural, asked),
    queryFn: ({ signal }) => listRecords(plural, asked, signal),
  });
  const items = list.data?.items ?? [];
  const open = (id: string) =>
    void navigate({ to: "/settings/$section/$id", params: { section: plural, id }, search: {} });
  return (
    <main className="card">
      <header className="head">
        <h1>{process.label_plural}</h1>
        <span className="grow" />
        {process.rights.create && (
          <Button type="primary" icon={<Plus size={14} />} onClick={() => setChoosing(true)}>
            {t("new")}
          </Button>
        )}
      </header>
      <div className="settings__body">
        {list.isPending && <Waiting />}
        {list.error && <Note danger>{list.error.message}</Note>}
        {list.data && items.length === 0 && (
          <Empty icon="shield-check" title={t("none")} hint={t("noneHint")} />
        )}
        {[...new Set(items.map((item) => String(item.object)))].map((key) => (
          <OfObject
            key={key}
            object={key}
            process={process}
            items={items.filter((item) => item.object === key)}
            onOpen={open}
          />
        ))}
      </div>
      {choosing && (
        <Beginnings
          onBegin={(template) => {
            keepDraft(template);
            open("new");
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </main>
  );
}

type OfObjectProps = {
  object: string;
  process: ObjectMeta;
  items: RecordData[];
  onOpen: (id: string) => void;
};

function OfObject({ object, process, items, onOpen }: OfObjectProps) {
  const about = useObject(object);
  return (
    <section className="settings__block">
      <h2>{about?.label_plural ?? object}</h2>
      <ul className="rows">
        {items.map((item) => (
          <Line key={item.id} item={item} process={process} about={about} onOpen={() => onOpen(item.id)} />
        ))}
      </ul>
    </section>
  );
}

type LineProps = {
  item: RecordData;
  process: ObjectMeta;
  about: ObjectMeta | undefined;
  onOpen: () => void;
};

function Line({ item, process, about, onOpen }: LineProps) {
  const { t } = useTranslation("flow");
  const client = useQueryClient();
  const name = titleOf(process, item, currentLanguage());
  const toggle = useMutation({
    meta: { quiet: true },
    mutationFn: (active: boolean) => changeRecord(plural, item.id, { active }, item.version),
    onSettled: () => refresh(client, plural),
  });
  const trigger = fieldOf(process, "trigger")?.choices?.find(
    (choice) => choice.value === item.trigger,
  )?.label;
  const action = about?.actions.find((each) => each.name === item.action)?.label;
  const names = Array.isArray(item.fields) ? item.fields.map(String) : [];
  const fields = names.map((each) => (about && fieldOf(about, each)?.label) ?? each).join(t("and"));
  const deciding = everyStep(readSteps(item.nodes)).filter((step) => step.kind !== "branch").length;
  return (
    <li>
      <div className="grow">
        <PlainButton label={name} onClick={onOpen} />
        <p className="muted">
          {[item.trigger === "action" ? action : trigger, fields, t("steps", { count: deciding })]
            .filter(Boolean)
            .join(" · ")}
          {about && item.condition ? (
            <>
              {" · "}
              <Sentence object={about} node={item.condition as Node} />
            </>
          ) : null}
        </p>
        {toggle.error && <Note danger>{toggle.error.message}</Note>}
      </div>
      <Switch
        checked={item.active === true}
        loading={toggle.isPending}
        disabled={!process.rights.update}
        aria-label={t("active", { name })}
        onChange={(active) => toggle.mutate(active)}
      />
    </li>
  );
}
