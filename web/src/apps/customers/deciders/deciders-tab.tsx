import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert, UserPlus } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { again, keys } from "@/api/keys";
import type { Ref } from "@/api/types";
import { currentLanguage, inRow } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { useUndo } from "@/records/bulk/use-bulk";
import type { PanelProps } from "@/records/extensions";
import { openCreate } from "@/records/form/create-store";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { toast } from "@/ui/toast";
import { usePhone } from "@/ui/use-media";
import { useStored } from "@/ui/use-stored";
import { Waiting } from "@/ui/waiting";
import { PersonDialog } from "./person-dialog";
import {
  connect,
  type DecisionMap,
  disconnect,
  type Kind,
  type Line,
  mapKey,
  type Person,
  readMap,
} from "./requests";
import { textOf } from "./shown";
import { DecidersTable } from "./table";
import "./deciders.css";

const DecidersGraph = lazy(() => import("./graph").then((module) => ({ default: module.DecidersGraph })));

/** A gap that concerns more people concerns nearly everybody: their names would say nothing. */
const named = 4;

function Gaps({ map }: { map: DecisionMap }) {
  const { t } = useTranslation("deciders");
  const names = new Map(map.people.map((person) => [person.id, textOf(person.name)]));
  if (map.gaps.length === 0) return null;
  return (
    <ul className="deciders__gaps" aria-label={t("gaps")}>
      {map.gaps.map((gap) => (
        <li key={gap.code}>
          <TriangleAlert size={14} aria-hidden="true" />
          <span>
            {gap.text}
            {gap.people.length > 0 && gap.people.length <= named && (
              <span className="muted"> {inRow(gap.people.map((id) => names.get(id) ?? "—"))}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

type View = "graph" | "table";
const asView = (raw: string | null): View => (raw === '"table"' ? "table" : "graph");

/** Draws and takes away lines; what was taken away can be put back. */
function useLines(account: string, map: DecisionMap | undefined, changed: () => void) {
  const { t } = useTranslation("deciders");
  const { t: common } = useTranslation();
  const undo = useUndo();
  const draw = useMutation({
    mutationFn: async ([contact, to, kind]: [string, string, Kind]) =>
      map && (await connect(map, account, contact, to, kind)),
    onSuccess: () => toast(t("drawn")),
    onSettled: changed,
  });
  const erase = useMutation({
    mutationFn: (line: Line) => disconnect(line),
    onSuccess: ({ change }) => {
      const back = change && { label: common("common.undo"), run: () => undo("contact-relations", change) };
      toast(t("erased"), back ? { action: back } : {});
    },
    onSettled: changed,
  });
  return {
    draw: useCallback(
      (contact: string, to: string, kind: Kind) => draw.mutate([contact, to, kind]),
      [draw.mutate],
    ),
    erase: erase.mutate,
  };
}

function AddContact({ account, onCreated }: { account: Ref; onCreated: () => void }) {
  const { t } = useTranslation("deciders");
  const contact = useObject("contact");
  if (!contact?.rights.create) return null;
  const add = () => openCreate({ object: "contact", values: { account }, onCreated });
  return <PlainButton icon={<UserPlus size={14} />} label={t("add")} onClick={add} />;
}

/** Who decides at an account: what is missing, and its people with the lines between them. */
export function DecidersTab({ object, record }: PanelProps) {
  const { t } = useTranslation("deciders");
  const client = useQueryClient();
  const part = useObject("account_contact");
  const phone = usePhone();
  const [chosen, setView] = useStored("haoke.deciders", asView);
  const [editing, setEditing] = useState<string | null>(null);
  const edit = useCallback((person: Person) => setEditing(person.id), []);
  const query = useQuery({
    queryKey: mapKey(record.id),
    queryFn: ({ signal }) => readMap(record.id, signal),
  });
  const changed = () => {
    again(client, mapKey(record.id));
    for (const plural of ["account-contacts", "contact-relations"]) again(client, keys.rows(plural));
  };
  const { draw, erase } = useLines(record.id, query.data, changed);
  if (query.error) return <Broken query={query} />;
  if (!query.data) return <Waiting />;
  const map = query.data;
  const view = phone ? "table" : chosen;
  const may = (record._can?.update ?? object.rights.update) && (part?.rights.create ?? false);
  const add = (
    <AddContact
      account={{ id: record.id, title: titleOf(object, record, currentLanguage()) }}
      onCreated={changed}
    />
  );
  if (map.people.length === 0)
    return (
      <Empty icon="network" title={t("none")} hint={t("noneHint")}>
        {add}
      </Empty>
    );
  const person = map.people.find((each) => each.id === editing);
  return (
    <div className="deciders">
      <div className="deciders__head">
        {!phone && (
          <Segments
            label={t("view")}
            value={view}
            options={[
              { value: "graph", label: t("graph") },
              { value: "table", label: t("table") },
            ]}
            onChange={setView}
          />
        )}
        <span className="grow" />
        {add}
      </div>
      <Gaps map={map} />
      {view === "table" ? (
        <DecidersTable map={map} onEdit={may ? edit : undefined} />
      ) : (
        <Suspense fallback={<Waiting />}>
          <DecidersGraph map={map} may={may} onEdit={edit} onDraw={draw} onErase={erase} />
        </Suspense>
      )}
      {map.more && <p className="muted">{t("more", { count: map.people.length })}</p>}
      {person && (
        <PersonDialog
          account={record.id}
          map={map}
          person={person}
          onSaved={changed}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
