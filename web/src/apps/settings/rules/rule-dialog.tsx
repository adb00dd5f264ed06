import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { changeRecord, createRecord, deleteRecord } from "@/api/records";
import type { ObjectMeta } from "@/api/types";
import { asGroup, isUnfinished, type Node, toWire } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import { useMeta, useObject } from "@/metadata/meta";
import { GroupEditor } from "@/records/filters/group-editor";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import { effects, type FieldRule, tryRule } from "./rules";
import "@/records/filters/filters.css";
import "./rules.css";

const plural = "field-rules";
type Props = { rule: FieldRule; onClose: () => void };

const wire = (rule: FieldRule) => ({
  object: rule.object,
  effect: rule.effect,
  applies_to: rule.applies_to,
  when: toWire(rule.when),
  must: rule.effect === "valid" ? toWire(rule.must) : null,
});

/** A rule as a sentence to fill in, with what it would mean for the records there are. */
export function RuleDialog({ rule: given, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [rule, setRule] = useState(given);
  const set = (part: Partial<FieldRule>) => setRule((old) => ({ ...old, ...part }));
  const object = useObject(rule.object);
  const over = () => {
    refresh(client, plural);
    void client.invalidateQueries({ queryKey: ["meta"] });
    onClose();
  };
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const values = { ...wire(rule), name: rule.name.trim(), message: rule.message, active: rule.active };
      return rule.id
        ? changeRecord(plural, rule.id, values, rule.version ?? 0)
        : createRecord(plural, values);
    },
    onSuccess: over,
  });
  const remove = useMutation({
    mutationFn: () => deleteRecord(plural, rule.id ?? "", rule.version ?? 0),
    onSuccess: over,
  });
  const language = currentLanguage();
  const half = isUnfinished(rule.when) || isUnfinished(rule.must);
  const ready = rule.name.trim() !== "" && object !== undefined && rule.applies_to.length > 0 && !half;
  const wrong =
    save.error instanceof Problem && save.error.errors.length > 0
      ? save.error.errors.map((error) => error.message).join(" ")
      : save.error?.message;
  return (
    <Dialog
      title={given.id ? t("rules:edit") : t("rules:new")}
      width={680}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <>
          {given.id && (
            <Button
              danger
              style={{ float: "left" }}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t("rules:remove")}
            </Button>
          )}
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" disabled={!ready} loading={save.isPending} onClick={() => save.mutate()}>
            {t("rules:save")}
          </Button>
        </>
      }
    >
      <div className="stack rule">
        {wrong && <Note danger>{wrong}</Note>}
        <label className="labelled">
          <span>{t("rules:name")}</span>
          <input
            className="field-input"
            maxLength={120}
            value={rule.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        </label>
        <Sentence rule={rule} object={object} onChange={set} />
        {object && (
          <Condition
            label={t("rules:while")}
            object={object}
            node={rule.when}
            onChange={(when) => set({ when })}
          />
        )}
        {object && rule.effect === "valid" && (
          <Condition
            label={t("rules:must")}
            object={object}
            node={rule.must}
            onChange={(must) => set({ must })}
          />
        )}
        {half && <p className="muted">{t("rules:half")}</p>}
        <label className="labelled">
          <span>{t("rules:message")}</span>
          <input
            className="field-input"
            maxLength={200}
            placeholder={t("rules:messageHint")}
            value={rule.message?.[language] ?? ""}
            onChange={(event) => set({ message: { ...rule.message, [language]: event.target.value } })}
          />
        </label>
        {object && rule.applies_to.length > 0 && <Example rule={rule} />}
      </div>
    </Dialog>
  );
}

type SentenceProps = {
  rule: FieldRule;
  object: ObjectMeta | undefined;
  onChange: (part: Partial<FieldRule>) => void;
};

function Sentence({ rule, object, onChange }: SentenceProps) {
  const { t } = useTranslation();
  const { objects } = useMeta();
  return (
    <div className="rule__sentence">
      <span>{t("rules:of")}</span>
      <Select
        aria-label={t("rules:object")}
        className="rule__object"
        showSearch={{ optionFilterProp: "label" }}
        value={rule.object || undefined}
        placeholder={t("rules:object")}
        onChange={(key: string) => onChange({ object: key, applies_to: [], when: null, must: null })}
        options={objects
          .filter((each) => each.plural !== plural)
          .map((each) => ({ value: each.key, label: each.label }))}
      />
      <Select
        aria-label={t("rules:fields")}
        className="rule__fields"
        mode="multiple"
        showSearch={{ optionFilterProp: "label" }}
        disabled={!object}
        value={rule.applies_to}
        placeholder={t("rules:fields")}
        onChange={(applies_to: string[]) => onChange({ applies_to })}
        options={object?.fields.map((field) => ({ value: field.name, label: field.label }))}
      />
      <Select
        aria-label={t("rules:what")}
        className="rule__effect"
        value={rule.effect}
        onChange={(effect: FieldRule["effect"]) => onChange({ effect })}
        options={effects.map((effect) => ({ value: effect, label: t(`rules:effect.${effect}`) }))}
      />
    </div>
  );
}

type ConditionProps = {
  label: string;
  object: ObjectMeta;
  node: Node | null;
  onChange: (node: Node) => void;
};

function Condition({ label, object, node, onChange }: ConditionProps) {
  return (
    <section aria-label={label}>
      <h3 className="rule__head">{label}</h3>
      <GroupEditor reach="own" object={object} group={asGroup(node)} onChange={onChange} />
    </section>
  );
}

/** "3 of the last 200 records would be refused", kept true while the rule is made. */
function Example({ rule }: { rule: FieldRule }) {
  const { t } = useTranslation();
  const asked = useDeferredValue(wire(rule));
  const complete = rule.effect !== "valid" || asked.must !== null;
  const trial = useQuery({
    queryKey: ["rule-trial", JSON.stringify(asked)],
    queryFn: ({ signal }) => tryRule(asked, signal),
    enabled: complete,
    placeholderData: (before) => before,
    meta: { quiet: true },
    retry: false,
  });
  if (!complete) return null;
  if (trial.error) return <Note danger>{trial.error.message}</Note>;
  if (!trial.data) return null;
  const { checked, applies, refused, examples } = trial.data;
  const refuses = rule.effect === "required" || rule.effect === "valid";
  return (
    <div role="status">
      <Note danger={refused > 0}>
        {refuses
          ? t("rules:refused", { checked, applies, refused })
          : t("rules:applies", { checked, applies })}
        {examples.length > 0 && (
          <ul className="rule__examples">
            {examples.slice(0, 3).map((each) => (
              <li key={each.id}>
                {each.title} <span className="muted">{each.message}</span>
              </li>
            ))}
          </ul>
        )}
      </Note>
    </div>
  );
}
