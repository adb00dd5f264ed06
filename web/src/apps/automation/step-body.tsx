import { Checkbox } from "antd";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { FieldInput } from "@/fields/editor";
import { RecordSelect } from "@/fields/shared/record-select";
import { refsOf } from "@/fields/shared/reference-editor";
import { asGroup } from "@/lib/criteria";
import { fieldOf, inputsOf, useMeta, useObject, useObjects } from "@/metadata/meta";
import { GroupEditor } from "@/records/filters/group-editor";
import { pathsOf } from "@/records/filters/paths";
import { RecordForm } from "@/records/form/record-form";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { People } from "./refs";
import { Submitting } from "./submitting";
import type { Branch, Kind, Step } from "./types";
import { ValuesEditor } from "./values-editor";
import { Amount } from "./when";

type Props = {
  object: ObjectMeta;
  step: Step;
  /** The list of a branch's own steps. */
  nest: Nest;
  onChange: (step: Step) => void;
};
export type Nest = (steps: Step[], label: string, onChange: (steps: Step[]) => void) => ReactNode;
export type PartProps = { object: ObjectMeta; step: Step; set: (part: Partial<Step>) => void };

/** What one step says, by its kind. */
export function StepBody({ object, step, nest, onChange }: Props) {
  const set = (part: Partial<Step>) => onChange({ ...step, ...part });
  switch (step.kind) {
    case "set":
      return (
        <ValuesEditor
          target={object}
          source={object}
          values={step.values ?? {}}
          creating={false}
          onChange={(values) => set({ values })}
        />
      );
    case "create":
    case "task":
      return <Making object={object} step={step} set={set} />;
    case "assign":
      return <Assigning object={object} step={step} set={set} />;
    case "tag":
      return <Tagging object={object} step={step} set={set} />;
    case "notify":
      return <Telling object={object} step={step} set={set} />;
    case "mail":
      return <Mailing object={object} step={step} set={set} />;
    case "webhook":
      return <Sending object={object} step={step} set={set} />;
    case "act":
      return <Acting object={object} step={step} set={set} />;
    case "wait":
      return <Waiting object={object} step={step} set={set} />;
    case "branch":
      return <Branching object={object} step={step} set={set} nest={nest} />;
    case "approval":
      return <Submitting object={object} step={step} set={set} nest={nest} />;
  }
}

/** Objects a step of this kind can make records of. */
function makable(kind: Kind, object: ObjectMeta, objects: ObjectMeta[]): ObjectMeta[] {
  // What ties itself to any record is a way to write on its timeline.
  const tied = new Set(object.related.filter((each) => each.field === null).map((each) => each.object));
  const fits = (key: string) =>
    kind === "task" ? tied.has(key) : !["automation", "automation_run"].includes(key);
  return objects.filter((each) => each.rights.create && fits(each.key));
}

/** Fields that hold several things, such as tags. */
const severalOf = (object: ObjectMeta) =>
  object.fields.filter((field) => field.operators.includes("has_any") && !field.readonly);

/** What a new step of a kind begins with, where one choice is likelier than the rest. */
export function startOf(kind: Kind, object: ObjectMeta, objects: ObjectMeta[]): Partial<Step> {
  if (kind === "task") return { object: makable(kind, object, objects)[0]?.key };
  return kind === "tag" ? { field: severalOf(object)[0]?.name } : {};
}

function Making({ object, step, set }: PartProps) {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const offered = makable(step.kind, object, objects);
  const target = useObject(step.object);
  return (
    <>
      {!(step.kind === "task" && offered.length === 1) && (
        <Select
          aria-label={t("automation:object")}
          className="auto-object"
          showSearch={{ optionFilterProp: "label" }}
          value={step.object}
          placeholder={t("automation:object")}
          onChange={(key: string) => set({ object: key, values: {} })}
          options={offered.map((each) => ({ value: each.key, label: each.label }))}
        />
      )}
      {target && (
        <ValuesEditor
          target={target}
          source={object}
          values={step.values ?? {}}
          creating
          onChange={(values) => set({ object: target.key, values })}
        />
      )}
    </>
  );
}

function Assigning({ step, set }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <People
        label={t("automation:people")}
        value={step.people ?? []}
        onChange={(people) => set({ people })}
      />
      <p className="muted">{t("automation:inTurn")}</p>
    </>
  );
}

function Tagging({ object, step, set }: PartProps) {
  const { t } = useTranslation();
  const several = severalOf(object);
  const field = fieldOf(object, step.field ?? "");
  return (
    <>
      <Select
        aria-label={t("automation:fields")}
        className="auto-object"
        value={field?.name}
        onChange={(name: string) => set({ field: name, add: undefined, remove: undefined })}
        options={several.map((each) => ({ value: each.name, label: each.label }))}
      />
      {field && (
        <div className="auto-pair">
          <div className="labelled">
            <span>{t("automation:add")}</span>
            <FieldInput
              field={{ ...field, label: t("automation:add") }}
              value={step.add ?? null}
              onChange={(add) => set({ add })}
            />
          </div>
          <div className="labelled">
            <span>{t("automation:takeAway")}</span>
            <FieldInput
              field={{ ...field, label: t("automation:takeAway") }}
              value={step.remove ?? null}
              onChange={(remove) => set({ remove })}
            />
          </div>
        </div>
      )}
    </>
  );
}

function Telling({ step, set }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="auto-sentence">
        <Checkbox checked={step.owner ?? false} onChange={(event) => set({ owner: event.target.checked })}>
          {t("automation:itsOwner")}
        </Checkbox>
        <Checkbox checked={step.mail ?? false} onChange={(event) => set({ mail: event.target.checked })}>
          {t("automation:byMail")}
        </Checkbox>
      </div>
      <People
        label={t("automation:alsoTell")}
        value={step.people ?? []}
        onChange={(people) => set({ people })}
      />
      <input
        className="field-input"
        maxLength={500}
        aria-label={t("automation:message")}
        placeholder={t("automation:message")}
        value={step.message ?? ""}
        onChange={(event) => set({ message: event.target.value })}
      />
    </>
  );
}

function Mailing({ object, step, set }: PartProps) {
  const { t } = useTranslation();
  const lookup = useObjects();
  const addresses = pathsOf(object, lookup).filter(({ field }) => field.kind === "email");
  if (addresses.length === 0) return <p className="muted">{t("automation:noAddress")}</p>;
  return (
    <>
      <Select
        aria-label={t("automation:mailTo")}
        className="auto-object"
        placeholder={t("automation:mailTo")}
        value={step.field}
        onChange={(field: string) => set({ field })}
        options={addresses.map(({ path, label }) => ({ value: path, label }))}
      />
      <div className="auto-pair">
        <div className="labelled">
          <span>{t("automation:template")}</span>
          <RecordSelect
            target="mail_template"
            label={t("automation:template")}
            value={refsOf(step.template)}
            onChange={([template]) => set({ template })}
          />
        </div>
        <div className="labelled">
          <span>{t("automation:mailbox")}</span>
          <RecordSelect
            target="mailbox"
            label={t("automation:mailbox")}
            value={refsOf(step.mailbox)}
            onChange={([mailbox]) => set({ mailbox })}
          />
        </div>
      </div>
    </>
  );
}

function Sending({ step, set }: PartProps) {
  const { t } = useTranslation();
  return (
    <RecordSelect
      target="webhook"
      label={t("automation:webhook")}
      value={refsOf(step.webhook)}
      onChange={([webhook]) => set({ webhook })}
    />
  );
}

function Acting({ object, step, set }: PartProps) {
  const { t } = useTranslation();
  const action = object.actions.find((each) => each.name === step.action);
  return (
    <>
      <Select
        aria-label={t("automation:action")}
        className="auto-object"
        value={step.action}
        placeholder={t("automation:action")}
        onChange={(name: string) => set({ action: name, input: {} })}
        options={object.actions.map((each) => ({ value: each.name, label: each.label }))}
      />
      {action && action.input.length > 0 && (
        <RecordForm
          fields={inputsOf(action)}
          values={step.input ?? {}}
          errors={{}}
          prefix={step.id}
          onChange={(name, value) => set({ input: { ...step.input, [name]: value } })}
        />
      )}
    </>
  );
}

function Waiting({ object, step, set }: PartProps) {
  const { t } = useTranslation();
  const dates = object.fields.filter((field) => ["date", "datetime"].includes(field.kind));
  const until = step.field !== undefined && step.field !== null;
  return (
    <div className="auto-sentence">
      <Select
        aria-label={t("automation:waitHow")}
        className="auto-trigger"
        value={until ? "until" : "for"}
        onChange={(how: string) => set({ field: how === "until" ? dates[0]?.name : undefined })}
        options={[
          { value: "for", label: t("automation:waitFor") },
          ...(dates.length > 0 ? [{ value: "until", label: t("automation:waitUntil") }] : []),
        ]}
      />
      {until ? (
        <Select
          aria-label={t("automation:dateField")}
          className="auto-trigger"
          value={step.field}
          onChange={(field: string) => set({ field })}
          options={dates.map((field) => ({ value: field.name, label: field.label }))}
        />
      ) : (
        <Amount details={step} onChange={set} />
      )}
    </div>
  );
}

function Branching({ object, step, set, nest }: PartProps & { nest: Nest }) {
  const { t } = useTranslation();
  const branches = step.branches ?? [];
  const put = (at: number, part: Partial<Branch>) =>
    set({ branches: branches.map((old, place) => (place === at ? { ...old, ...part } : old)) });
  return (
    <div className="auto-branches">
      {branches.map((branch, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: branches have no identity and are edited in place
        <section key={at} className="auto-branch" aria-label={t("automation:branch", { number: at + 1 })}>
          <div className="row">
            <h4 className="grow auto-head">{at === 0 ? t("automation:if") : t("automation:elseIf")}</h4>
            {branches.length > 1 && (
              <PlainButton
                bare
                label={t("automation:removeBranch")}
                icon={<X size={14} />}
                onClick={() => set({ branches: branches.filter((_, place) => place !== at) })}
              />
            )}
          </div>
          <GroupEditor object={object} group={asGroup(branch.when)} onChange={(when) => put(at, { when })} />
          {nest(branch.steps, t("automation:branch", { number: at + 1 }), (steps) => put(at, { steps }))}
        </section>
      ))}
      {branches.length < 10 && (
        <PlainButton
          icon={<Plus size={14} />}
          label={t("automation:addBranch")}
          onClick={() => set({ branches: [...branches, { when: null, steps: [] }] })}
        />
      )}
    </div>
  );
}
