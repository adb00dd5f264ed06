import { Button, Checkbox, InputNumber } from "antd";
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { RecordSelect } from "@/fields/shared/record-select";
import { makeGroup } from "@/lib/criteria";
import { useObject } from "@/metadata/meta";
import { GroupEditor } from "@/records/filters/group-editor";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { Select } from "@/ui/select";
import { isReady, newKey, percentOf, planOf, withSuccessor } from "./draft";
import { beside } from "./possessions";
import type { Draft, Handover, Plan } from "./types";
import "@/records/filters/filters.css";

type Props = {
  found: Handover;
  draft: Draft;
  busy: boolean;
  refused?: string;
  onChange: (draft: Draft) => void;
  onTry: (plan: Plan) => void;
};
type Part = Pick<Props, "found" | "draft"> & { set: (part: Partial<Draft>) => void };

/** Who gets what: people with shares, conditions before them, and what goes with it. */
export function DistributionEditor({ found, draft, busy, refused, onChange, onTry }: Props) {
  const { t } = useTranslation("handover");
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const parts = { found, draft, set };
  return (
    <section className="handover-editor" aria-label={t("distribute")}>
      <h2 className="handover__head">{t("distribute")}</h2>
      <Rules {...parts} />
      <People {...parts} />
      <Besides {...parts} />
      {refused && <Note danger>{refused}</Note>}
      <div className="row">
        <Button type="primary" disabled={!isReady(draft)} loading={busy} onClick={() => onTry(planOf(draft))}>
          {t("preview")}
        </Button>
        <span className="muted">{t("previewHint")}</span>
      </div>
    </section>
  );
}

function People({ found, draft, set }: Part) {
  const { t } = useTranslation("handover");
  const put = (key: string, part: Partial<Draft["people"][number]>) =>
    set({ people: draft.people.map((each) => (each.key === key ? { ...each, ...part } : each)) });
  const several = draft.people.length > 1;
  return (
    <div className="handover-editor__part">
      <div className="handover-editor__label">
        <h3>{t(draft.rules.length > 0 ? "allElse" : "people")}</h3>
        {several && (
          <Segments
            label={t("dividing")}
            value={draft.by}
            options={[
              { value: "share", label: t("byShare") },
              { value: "load", label: t("byLoad"), title: t("byLoadHint") },
            ]}
            onChange={(by) => set({ by })}
          />
        )}
      </div>
      {draft.people.map((each, at) => (
        <div key={each.key} className="handover-person">
          <RecordSelect
            person
            target="user"
            label={t("successor", { number: at + 1 })}
            placeholder={t("choose")}
            value={each.to ? [each.to] : []}
            onChange={([to]) => set(withSuccessor(draft, each.key, to ?? null, found.left))}
          />
          {several && draft.by === "share" && (
            <>
              <InputNumber
                aria-label={t("shareOf", { name: each.to?.title ?? at + 1 })}
                min={1}
                max={10_000}
                precision={0}
                value={each.share}
                onChange={(share) => put(each.key, { share: share ?? 1 })}
              />
              <span className="num muted handover-person__part">{percentOf(draft, each.key)}%</span>
            </>
          )}
          {several && (
            <PlainButton
              bare
              icon={<X size={14} />}
              label={t("remove")}
              onClick={() => set({ people: draft.people.filter(({ key }) => key !== each.key) })}
            />
          )}
        </div>
      ))}
      <PlainButton
        icon={<Plus size={14} />}
        label={t("another")}
        onClick={() => set({ people: [...draft.people, { key: newKey(), to: null, share: 50 }] })}
      />
    </div>
  );
}

function Rules({ found, draft, set }: Part) {
  const { t } = useTranslation("handover");
  const { object: first = "account" } =
    found.lines.find(({ object }) => object === "account") ?? found.lines[0] ?? {};
  const put = (key: string, part: Partial<Draft["rules"][number]>) =>
    set({ rules: draft.rules.map((each) => (each.key === key ? { ...each, ...part } : each)) });
  const add = () =>
    set({
      rules: [...draft.rules, { key: newKey(), object: first, condition: makeGroup("and", []), to: null }],
    });
  return (
    <div className="handover-editor__part">
      {draft.rules.length > 0 && <h3>{t("first")}</h3>}
      {draft.rules.map((rule, at) => (
        <fieldset key={rule.key} className="handover-rule" aria-label={t("rule", { number: at + 1 })}>
          <div className="row">
            <Select
              aria-label={t("object")}
              value={rule.object}
              options={found.lines.map((line) => ({ value: line.object, label: line.label }))}
              onChange={(object: string) => put(rule.key, { object, condition: makeGroup("and", []) })}
            />
            <span className="grow" />
            <PlainButton
              bare
              icon={<X size={14} />}
              label={t("remove")}
              onClick={() => set({ rules: draft.rules.filter(({ key }) => key !== rule.key) })}
            />
          </div>
          <Condition rule={rule} onChange={(condition) => put(rule.key, { condition })} />
          <RecordSelect
            person
            target="user"
            label={t("ruleTo", { number: at + 1 })}
            placeholder={t("choose")}
            value={rule.to ? [rule.to] : []}
            onChange={([to]) => put(rule.key, { to: to ?? null })}
          />
        </fieldset>
      ))}
      <PlainButton icon={<Plus size={14} />} label={t("addRule")} onClick={add} />
    </div>
  );
}

type Rule = Draft["rules"][number];

function Condition({ rule, onChange }: { rule: Rule; onChange: (condition: Rule["condition"]) => void }) {
  const object = useObject(rule.object);
  return object ? <GroupEditor object={object} group={rule.condition} onChange={onChange} /> : null;
}

/** What goes with it: customers as a whole, approvals and shares, what the former owner may still do. */
function Besides({ found, draft, set }: Part) {
  const { t } = useTranslation("handover");
  return (
    <div className="handover-editor__part">
      <Checkbox checked={draft.together} onChange={({ target }) => set({ together: target.checked })}>
        {t("together")}
      </Checkbox>
      {!found.left && found.person && (
        <Checkbox checked={draft.keep} onChange={({ target }) => set({ keep: target.checked })}>
          {t("keep", { name: found.person.title })}
        </Checkbox>
      )}
      {beside(found) > 0 && found.chosen.length === 0 && (
        <div className="handover-rest">
          <span>{t("rest")}</span>
          <RecordSelect
            person
            clearable
            target="user"
            label={t("rest")}
            placeholder={t("choose")}
            value={draft.rest ? [draft.rest] : []}
            onChange={([rest]) => set({ rest: rest ?? null })}
          />
        </div>
      )}
    </div>
  );
}
