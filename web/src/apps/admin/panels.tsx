import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Eye, UserCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/metadata/session";
import { isRef } from "@/metadata/values";
import type { PanelProps } from "@/records/extensions";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import type { Planned } from "./roles/requests";
import { SaveDialog } from "./roles/save-dialog";
import { seeAs } from "./seeing";
import "./roles/roles.css";
import { SeenBar } from "./seen-bar";
import { ready } from "./texts";
import { WhyOfPerson, WhyOfRecord } from "./why/why-dialog";

await ready;

/** From a role's page to its rights. */
export function MatrixPanel({ record }: PanelProps) {
  const { t } = useTranslation();
  return (
    <section className="why__panel">
      <Link className="plain" to="/settings/$section/$id" params={{ section: "roles", id: record.id }}>
        <Icon name="shield" />
        {t("admin:matrix")}
      </Link>
    </section>
  );
}

/** On a person's page: what an administrator may ask about his rights. */
export function PersonPanel({ record }: PanelProps) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const [asking, setAsking] = useState(false);
  const look = useMutation({ mutationFn: () => seeAs(record.id) });
  if (!user.admin) return null;
  const person = { id: record.id, title: String(record.name ?? "") };
  return (
    <section className="why__panel">
      <h2 className="why__head">{t("admin:rights")}</h2>
      <PlainButton icon={<Eye size={14} />} label={t("admin:whatSeesAsk")} onClick={() => setAsking(true)} />
      {record.id !== user.id && record.state === "active" && (
        <PlainButton
          icon={<UserCheck size={14} />}
          label={t("admin:seeAs")}
          title={t("admin:seeAsHint")}
          disabled={look.isPending}
          onClick={() => look.mutate()}
        />
      )}
      {asking && <WhyOfPerson person={person} onClose={() => setAsking(false)} />}
    </section>
  );
}

type Foreseen = PanelProps & { values: Record<string, unknown>; onGo: () => void; onClose: () => void };

const bare = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(bare) : isRef(value) ? value.id : value;

/** What another place, manager or role of a person opens, or another place of a department. */
export function ForeseePanel({ object, record, values, onGo, onClose }: Foreseen) {
  const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, bare(value)]));
  const planned = { object: object.key as Planned["object"], id: record.id, values: named };
  return <SaveDialog planned={planned} busy={false} error={null} onSave={onGo} onClose={onClose} />;
}

/** Above every page, while looking as somebody else. */
export const SeenPanel = SeenBar;

/** From any record: who sees it, and why. */
export const WhyPanel = WhyOfRecord;
