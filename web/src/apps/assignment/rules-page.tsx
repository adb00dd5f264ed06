import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Switch } from "antd";
import { FlaskConical, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { ObjectMeta, Ref } from "@/api/types";
import { asGroup, nodesOf } from "@/lib/criteria";
import { fieldOf, useObjectByPlural, useObjects } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { ChipText } from "@/records/filters/chip-text";
import { openCreate } from "@/records/form/create-store";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Ordered } from "@/ui/ordered";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { type Rule, setOf } from "./requests";
import { TrialDialog } from "./trial-dialog";
import "./assignment.css";

const plural = "assignment-rules";
const asked = { sort: "object,order" };
type Trying = { object: ObjectMeta; rule: Rule | null };

/** Who gets new records, object by object, in the order in which the rules are asked. */
export function RulesPage() {
  const { t } = useTranslation("assignment");
  const lookup = useObjects();
  const mine = useObjectByPlural(plural);
  const [trying, setTrying] = useState<Trying | null>(null);
  const list = useQuery({
    queryKey: keys.list(plural, asked),
    queryFn: ({ signal }) => listRecords(plural, { ...asked, limit: 200 }, signal),
  });
  const rules = (list.data?.items ?? []) as Rule[];
  const objects = [...new Set(rules.map((rule) => rule.object))];
  const last = Math.max(0, ...rules.map((rule) => rule.order));
  return (
    <main className="card">
      <header className="head">
        <h1>{mine?.label_plural}</h1>
        <span className="grow" />
        {mine?.rights.create && (
          <Button
            type="primary"
            icon={<Plus size={14} />}
            onClick={() => openCreate({ object: mine.key, values: { order: last + 1 } })}
          >
            {t("new")}
          </Button>
        )}
      </header>
      <div className="settings__body">
        {list.isPending && <Waiting />}
        <Broken query={list} />
        {list.data && rules.length === 0 && <Empty icon="route" title={t("none")} hint={t("noneHint")} />}
        {objects.map((key) => (
          <OfObject
            key={key}
            object={lookup(key)}
            name={key}
            rules={rules.filter((rule) => rule.object === key)}
            onTry={setTrying}
          />
        ))}
      </div>
      {trying && <TrialDialog {...trying} onClose={() => setTrying(null)} />}
    </main>
  );
}

type OfObjectProps = {
  object: ObjectMeta | undefined;
  name: string;
  rules: Rule[];
  onTry: (trying: Trying) => void;
};

function OfObject({ object, name, rules, onTry }: OfObjectProps) {
  const { t } = useTranslation("assignment");
  const client = useQueryClient();
  const { admin } = useSignedIn().user;
  const place = useMutation({
    mutationFn: async (order: Rule[]) => {
      const orders = rules.map((rule) => rule.order).sort((a, b) => a - b);
      const even = new Set(orders).size < orders.length;
      for (const [at, rule] of order.entries()) {
        const to = even ? (orders[0] ?? 0) + at : (orders[at] ?? at);
        if (rule.order !== to) await setOf(rule, { order: to });
      }
    },
    onSettled: () => refresh(client, plural),
  });
  return (
    <section className="settings__block" aria-label={object?.label_plural ?? name}>
      <header className="assignment__head">
        <h2>{object?.label_plural ?? name}</h2>
        {admin && object && <PlainButton label={t("try")} onClick={() => onTry({ object, rule: null })} />}
      </header>
      <Ordered
        items={rules}
        moving={(rule) => t("moveOne", { name: rule.name })}
        moved={(rule, at) => t("movedTo", { name: rule.name, at, of: rules.length })}
        onMove={(_rule, _at, order) => place.mutate(order)}
      >
        {(rule) => <Line rule={rule} object={object} onTry={onTry} />}
      </Ordered>
    </section>
  );
}

type LineProps = Pick<OfObjectProps, "object" | "onTry"> & { rule: Rule };

function Line({ rule, object, onTry }: LineProps) {
  const { t } = useTranslation("assignment");
  const client = useQueryClient();
  const mine = useObjectByPlural(plural);
  const { admin } = useSignedIn().user;
  const toggle = useMutation({
    mutationFn: (active: boolean) => setOf(rule, { active }),
    onSettled: () => refresh(client, plural),
  });
  return (
    <>
      <div className="assignment__said">
        <Link to="/$plural/$id" params={{ plural, id: rule.id }}>
          {rule.name}
        </Link>
        <p className="muted">
          <Sentence rule={rule} object={object} />
        </p>
      </div>
      {admin && object && !rule.active && (
        <PlainButton
          bare
          icon={<FlaskConical size={14} aria-hidden="true" />}
          label={t("tryOne", { name: rule.name })}
          onClick={() => onTry({ object, rule })}
        />
      )}
      <Switch
        checked={rule.active}
        loading={toggle.isPending}
        disabled={!mine?.rights.update}
        aria-label={t("active", { name: rule.name })}
        onChange={(active) => toggle.mutate(active)}
      />
    </>
  );
}

const names = (refs: Ref[] | null) => (refs ?? []).map(({ title }) => title ?? "—");

/** "Region is East → in turn: Zhang San, Sales East". */
function Sentence({ rule, object }: { rule: Rule; object: ObjectMeta | undefined }) {
  const { t } = useTranslation("assignment");
  const mine = useObjectByPlural(plural);
  const by = mine && fieldOf(mine, "by")?.choices?.find((choice) => choice.value === rule.by)?.label;
  const people = [rule.to_users, rule.to_departments, rule.to_teams, rule.to_roles].flatMap(names);
  const when = rule.condition && object ? nodesOf(asGroup(rule.condition)) : [];
  return (
    <>
      {when.length === 0 && t("all")}
      {when.map((node, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity
        <span key={at}>
          {at > 0 && t("also")}
          {object && <ChipText object={object} node={node} />}
        </span>
      ))}
      {" → "}
      {people.length > 0 ? people.join(t("and")) : t("nobodyYet")}
      {people.length > 0 && ` · ${by ?? rule.by}`}
      {rule.working_hours && ` · ${t("hours")}`}
      {rule.most !== null && ` · ${t("most", { most: rule.most })}`}
      {rule.fallback && ` · ${t("else", { who: rule.fallback.title ?? "—" })}`}
      {!rule.fallback && rule.pool && ` · ${t("elsePool", { pool: rule.pool.title ?? "—" })}`}
    </>
  );
}
