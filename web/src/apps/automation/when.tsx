import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { asGroup } from "@/lib/criteria";
import { useMeta } from "@/metadata/meta";
import { GroupEditor } from "@/records/filters/group-editor";
import { Clock } from "@/ui/clock";
import { Select } from "@/ui/select";
import { useOffered } from "./offered";
import { type Automation, type Details, type Every, type Trigger, triggers, type Unit, units } from "./types";

type Props = {
  rule: Automation;
  object: ObjectMeta | undefined;
  onChange: (part: Partial<Automation>) => void;
};

const ours = new Set(["automation", "automation_run"]);

/** What sets a rule off, as a sentence, and the conditions it goes with. */
export function When({ rule, object, onChange }: Props) {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const details = rule.details ?? {};
  const detail = (part: Partial<Details>) => onChange({ details: { ...details, ...part } });
  return (
    <>
      <div className="auto-sentence">
        <span>{t("automation:of")}</span>
        <Select
          aria-label={t("automation:object")}
          className="auto-object"
          showSearch={{ optionFilterProp: "label" }}
          value={rule.object || undefined}
          placeholder={t("automation:object")}
          onChange={(key: string) =>
            onChange({ object: key, details: null, condition: null, before: null, steps: [] })
          }
          options={objects
            .filter((each) => !ours.has(each.key) && each.rights.read)
            .map((each) => ({ value: each.key, label: each.label }))}
        />
        <Select
          aria-label={t("automation:trigger")}
          className="auto-trigger"
          value={rule.trigger}
          onChange={(trigger: Trigger) => onChange({ trigger, details: firstDetails(trigger, object) })}
          options={triggers.map((each) => ({ value: each, label: t(`automation:when.${each}`) }))}
        />
        {object && <More trigger={rule.trigger} object={object} details={details} onChange={detail} />}
      </div>
      {object && rule.trigger === "updated" && (
        <section aria-label={t("automation:before")}>
          <h3 className="auto-head">{t("automation:before")}</h3>
          <GroupEditor
            object={object}
            group={asGroup(rule.before)}
            onChange={(before) => onChange({ before })}
          />
        </section>
      )}
      {object && (
        <section aria-label={t("automation:condition")}>
          <h3 className="auto-head">{t("automation:condition")}</h3>
          <GroupEditor
            object={object}
            group={asGroup(rule.condition)}
            onChange={(condition) => onChange({ condition })}
          />
        </section>
      )}
    </>
  );
}

function firstDetails(trigger: Trigger, object: ObjectMeta | undefined): Details {
  const date = object?.fields.find((field) => ["date", "datetime"].includes(field.kind));
  const first: Partial<Record<Trigger, Details>> = {
    action: { action: object?.actions[0]?.name },
    date: { field: date?.name, n: 1, unit: "day", side: "before", at: "09:00" },
    schedule: { every: "day", at: "09:00", weekday: 1, day: 1 },
  };
  return first[trigger] ?? {};
}

type MoreProps = {
  trigger: Trigger;
  object: ObjectMeta;
  details: Details;
  onChange: (part: Partial<Details>) => void;
};

function More({ trigger, object, details, onChange }: MoreProps) {
  const { t } = useTranslation();
  if (trigger === "updated")
    return (
      <Select
        aria-label={t("automation:fields")}
        className="auto-fields"
        mode="multiple"
        showSearch={{ optionFilterProp: "label" }}
        value={details.fields ?? []}
        placeholder={t("automation:anyField")}
        onChange={(fields: string[]) => onChange({ fields })}
        options={object.fields.map((field) => ({ value: field.name, label: field.label }))}
      />
    );
  if (trigger === "action")
    return (
      <Select
        aria-label={t("automation:action")}
        className="auto-trigger"
        value={details.action}
        placeholder={t("automation:action")}
        onChange={(action: string) => onChange({ action })}
        options={object.actions.map((action) => ({ value: action.name, label: action.label }))}
      />
    );
  if (trigger === "date") return <Dated object={object} details={details} onChange={onChange} />;
  if (trigger === "message") return <CameThrough object={object} details={details} onChange={onChange} />;
  if (trigger === "schedule") return <Planned details={details} onChange={onChange} />;
  return null;
}

type PartProps = { details: Details; onChange: (part: Partial<Details>) => void };

/** Through which of the ways in for records of this object; empty: any. */
function CameThrough({ object, details, onChange }: PartProps & { object: ObjectMeta }) {
  const { t } = useTranslation();
  const offered = useOffered("inbound_endpoint", object.key);
  return (
    <Select
      aria-label={t("automation:endpoint")}
      className="auto-fields"
      allowClear
      placeholder={t("automation:anyEndpoint")}
      value={(details.endpoint as string | undefined) ?? undefined}
      onChange={(endpoint?: string) => onChange({ endpoint })}
      options={offered}
    />
  );
}

function Dated({ object, details, onChange }: PartProps & { object: ObjectMeta }) {
  const { t } = useTranslation();
  const dates = object.fields.filter((field) => ["date", "datetime"].includes(field.kind));
  const plainDay = dates.find((field) => field.name === details.field)?.kind === "date";
  return (
    <>
      <Select
        aria-label={t("automation:dateField")}
        className="auto-trigger"
        value={details.field}
        placeholder={t("automation:dateField")}
        onChange={(field: string) => onChange({ field })}
        options={dates.map((field) => ({ value: field.name, label: field.label }))}
      />
      <Select
        aria-label={t("automation:side.label")}
        className="auto-unit"
        value={details.side}
        onChange={(side: "before" | "after") => onChange({ side })}
        options={(["before", "after"] as const).map((side) => ({
          value: side,
          label: t(`automation:side.${side}`),
        }))}
      />
      <Amount details={details} onChange={onChange} />
      {plainDay && details.unit === "day" && <At details={details} onChange={onChange} />}
    </>
  );
}

export function Amount({
  details,
  onChange,
}: {
  details: { n?: number; unit?: Unit };
  onChange: (part: { n?: number; unit?: Unit }) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <input
        className="field-input auto-number"
        type="number"
        min={0}
        aria-label={t("automation:amount")}
        value={details.n ?? 0}
        onChange={(event) => onChange({ n: Number(event.target.value) })}
      />
      <Select
        aria-label={t("automation:unitLabel")}
        className="auto-unit"
        value={details.unit ?? "day"}
        onChange={(unit: Unit) => onChange({ unit })}
        options={units.map((unit) => ({ value: unit, label: t(`automation:unit.${unit}`) }))}
      />
    </>
  );
}

function At({ details, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <Clock
      label={t("automation:at")}
      value={details.at ?? "09:00"}
      onChange={(at) => at && onChange({ at })}
    />
  );
}

function Planned({ details, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        aria-label={t("automation:every.label")}
        className="auto-trigger"
        value={details.every}
        onChange={(every: Every) => onChange({ every })}
        options={(["hour", "day", "week", "month"] as const).map((each) => ({
          value: each,
          label: t(`automation:every.${each}`),
        }))}
      />
      {details.every === "week" && (
        <Select
          aria-label={t("automation:weekday.label")}
          className="auto-unit"
          value={details.weekday ?? 1}
          onChange={(weekday: number) => onChange({ weekday })}
          options={[1, 2, 3, 4, 5, 6, 7].map((each) => ({
            value: each,
            label: t(`automation:weekday.${each}`),
          }))}
        />
      )}
      {details.every === "month" && (
        <input
          className="field-input auto-number"
          type="number"
          min={1}
          max={28}
          aria-label={t("automation:dayOfMonth")}
          value={details.day ?? 1}
          onChange={(event) => onChange({ day: Number(event.target.value) })}
        />
      )}
      <At details={details} onChange={onChange} />
    </>
  );
}
