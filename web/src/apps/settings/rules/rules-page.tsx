import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { changeRecord, listRecords } from "@/api/records";
import type { ObjectMeta } from "@/api/types";
import { asGroup, nodesOf } from "@/lib/criteria";
import { fieldOf, useObjectByPlural, useObjects } from "@/metadata/meta";
import { ChipText } from "@/records/filters/chip-text";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { RuleDialog } from "./rule-dialog";
import { blank, type FieldRule } from "./rules";
import "./rules.css";

const plural = "field-rules";
const asked = { fields: "name,object,effect,applies_to,when,must,message,active", sort: "object,name" };

/** Rules about fields as sentences, object by object; each is switched on and off where it stands. */
export function RulesPage() {
  const { t } = useTranslation();
  const lookup = useObjects();
  const mine = useObjectByPlural(plural);
  const [open, setOpen] = useState<FieldRule | null>(null);
  const list = useQuery({
    queryKey: keys.list(plural, asked),
    queryFn: ({ signal }) => listRecords(plural, { ...asked, limit: 200 }, signal),
  });
  const rules = (list.data?.items ?? []) as unknown as FieldRule[];
  const objects = [...new Set(rules.map((rule) => rule.object))];
  return (
    <main className="card">
      <header className="head">
        <h1>{mine?.label_plural}</h1>
        <span className="grow" />
        {mine?.rights.create && (
          <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen(blank)}>
            {t("rules:new")}
          </Button>
        )}
      </header>
      <div className="settings__body">
        {list.isPending && <Waiting />}
        {list.data && rules.length === 0 && (
          <Empty icon="list-checks" title={t("rules:none")} hint={t("rules:noneHint")} />
        )}
        {objects.map((key) => (
          <section key={key} className="settings__block">
            <h2>{lookup(key)?.label_plural ?? key}</h2>
            <ul className="rows">
              {rules
                .filter((rule) => rule.object === key)
                .map((rule) => (
                  <Line key={rule.id} rule={rule} object={lookup(key)} onOpen={() => setOpen(rule)} />
                ))}
            </ul>
          </section>
        ))}
      </div>
      {open && <RuleDialog rule={open} onClose={() => setOpen(null)} />}
    </main>
  );
}

type LineProps = { rule: FieldRule; object: ObjectMeta | undefined; onOpen: () => void };

function Line({ rule, object, onOpen }: LineProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mine = useObjectByPlural(plural);
  const toggle = useMutation({
    mutationFn: (active: boolean) => changeRecord(plural, rule.id ?? "", { active }, rule.version ?? 0),
    onSettled: () => {
      refresh(client, plural);
      void client.invalidateQueries({ queryKey: ["meta"] });
    },
  });
  return (
    <li>
      <div className="grow">
        <PlainButton label={rule.name} onClick={onOpen} />
        <p className="muted">
          <Sentence rule={rule} object={object} />
        </p>
      </div>
      <Switch
        checked={rule.active}
        loading={toggle.isPending}
        disabled={!mine?.rights.update}
        aria-label={t("rules:active", { name: rule.name })}
        onChange={(active) => toggle.mutate(active)}
      />
    </li>
  );
}

/** "Phone must be filled in when Level is A." */
function Sentence({ rule, object }: { rule: FieldRule; object: ObjectMeta | undefined }) {
  const { t } = useTranslation();
  const names = rule.applies_to.map((name) => (object && fieldOf(object, name)?.label) ?? name).join(", ");
  const when = rule.when && object ? nodesOf(asGroup(rule.when)) : [];
  return (
    <>
      {names} {t(`rules:effect.${rule.effect}`)}
      {when.length > 0 && object && (
        <>
          {" "}
          {t("rules:when")}{" "}
          {when.map((node, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity
            <span key={at}>
              {at > 0 && `${t("rules:also")} `}
              <ChipText object={object} node={node} />{" "}
            </span>
          ))}
        </>
      )}
    </>
  );
}
