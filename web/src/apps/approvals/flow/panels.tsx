import { Drawer, InputNumber, Switch } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { asGroup, type Node, nodesOf } from "@/lib/criteria";
import { GroupEditor } from "@/records/filters/group-editor";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { Select } from "@/ui/select";
import { useBack } from "@/ui/use-back";
import { type Kind, type Limit, modes, type Step, thens } from "./steps";
import "@/records/filters/filters.css";

type Set = (part: Partial<Step>) => void;
type PanelProps = { object: ObjectMeta | undefined; step: Step; onChange: Set; onClose: () => void };

const deciders: Kind[] = ["superior", "superiors", "people", "role", "choice"];
const most = { level: 20, hours: 720 };

function Panel({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  useBack(onClose);
  return (
    <Drawer open onClose={onClose} title={title} size={420} destroyOnHidden aria-label={title}>
      <div className="stack flow__panel">{children}</div>
    </Drawer>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="labelled">
      <span>{label}</span>
      {children}
    </div>
  );
}

function Name({ value, onChange }: { value: string | null; onChange: (name: string) => void }) {
  const { t } = useTranslation("flow");
  return (
    <label className="labelled">
      <span>{t("name")}</span>
      <input
        className="field-input"
        maxLength={80}
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** Who takes part in a step and how they decide. */
export function StepPanel({ object, step, problem, onChange, onClose }: PanelProps & { problem?: string }) {
  const { t } = useTranslation("flow");
  const copy = step.kind === "copy";
  return (
    <Panel title={step.name || t(copy ? "kind.copy" : "decide")} onClose={onClose}>
      {problem && <Note danger>{problem}</Note>}
      <Name value={step.name} onChange={(name) => onChange({ name })} />
      {!copy && (
        <Labelled label={t("by")}>
          <Select
            aria-label={t("by")}
            className="select-wide"
            value={step.kind}
            options={deciders.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            onChange={(kind: Kind) => onChange({ kind, people: [], role: null })}
          />
        </Labelled>
      )}
      <People step={step} onChange={onChange} />
      {!copy && <How step={step} onChange={onChange} />}
      {!copy && <Late limit={step.limit} onChange={(limit) => onChange({ limit })} />}
      {object && (
        <OnlyWhen
          label={t("onlyWhen")}
          object={object}
          node={step.when}
          onChange={(when) => onChange({ when })}
        />
      )}
    </Panel>
  );
}

const takesPeople = new Set<Kind>(["people", "copy", "choice"]);

function People({ step, onChange }: { step: Step; onChange: Set }) {
  const { t } = useTranslation("flow");
  const { kind } = step;
  const among = kind === "choice" ? t("among") : t("picked");
  const role = kind === "superiors" ? t("upToRole") : t("role");
  return (
    <>
      {takesPeople.has(kind) && (
        <Labelled label={among}>
          <RecordSelect
            target="user"
            label={among}
            person
            several
            value={step.people.map((id) => ({ id, title: null }))}
            onChange={(refs) => onChange({ people: refs.map((ref) => ref.id) })}
          />
        </Labelled>
      )}
      {(kind === "role" || kind === "superiors") && (
        <Labelled label={role}>
          <RecordSelect
            target="role"
            label={role}
            value={step.role ? [{ id: step.role, title: null }] : []}
            onChange={([ref]) => onChange({ role: ref?.id ?? null })}
          />
        </Labelled>
      )}
      {(kind === "superior" || (kind === "superiors" && !step.role)) && (
        <Labelled label={t(kind === "superior" ? "level" : "upToLevel")}>
          <InputNumber
            aria-label={t(kind === "superior" ? "level" : "upToLevel")}
            min={1}
            max={most.level}
            value={step.level}
            onChange={(level) => onChange({ level: level ?? 1 })}
          />
        </Labelled>
      )}
    </>
  );
}

function How({ step, onChange }: { step: Step; onChange: Set }) {
  const { t } = useTranslation("flow");
  return (
    <>
      {step.kind !== "superior" && step.kind !== "superiors" && (
        <Labelled label={t("how")}>
          <Select
            aria-label={t("how")}
            className="select-wide"
            value={step.mode}
            options={modes.map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))}
            onChange={(mode: Step["mode"]) => onChange({ mode })}
          />
        </Labelled>
      )}
      {step.mode === "percent" && (
        <Labelled label={t("percent")}>
          <InputNumber
            aria-label={t("percent")}
            min={1}
            max={100}
            suffix="%"
            value={step.percent}
            onChange={(percent) => onChange({ percent: percent ?? 100 })}
          />
        </Labelled>
      )}
      <Labelled label={t("nobody")}>
        <Segments
          label={t("nobody")}
          value={step.nobody}
          options={(["administrator", "pass"] as const).map((value) => ({
            value,
            label: t(`nobodyThen.${value}`),
          }))}
          onChange={(nobody) => onChange({ nobody })}
        />
      </Labelled>
    </>
  );
}

// biome-ignore lint/suspicious/noThenProperty: the document's word; it holds a text and is never awaited
const usual: Limit = { hours: 8, then: "remind" };

function Late({ limit, onChange }: { limit: Limit | null; onChange: (limit: Limit | null) => void }) {
  const { t } = useTranslation("flow");
  return (
    <>
      <div className="row">
        <Switch
          size="small"
          aria-label={t("limit")}
          checked={limit !== null}
          onChange={(on) => onChange(on ? usual : null)}
        />
        <span>{t("limit")}</span>
      </div>
      {limit && (
        <div className="flow__late">
          <InputNumber
            aria-label={t("limitHours")}
            min={1}
            max={most.hours}
            suffix={t("hour")}
            value={limit.hours}
            onChange={(hours) => onChange({ ...limit, hours: hours ?? 1 })}
          />
          <Select
            aria-label={t("limitThen")}
            className="select-wide"
            value={limit.then}
            options={thens.map((then) => ({ value: then, label: t(`then.${then}`) }))}
            onChange={(then: Limit["then"]) => onChange({ ...limit, then })}
          />
        </div>
      )}
    </>
  );
}

type WhenProps = {
  label: string;
  object: ObjectMeta;
  node: Node | null;
  onChange: (node: Node | null) => void;
};

function OnlyWhen({ label, object, node, onChange }: WhenProps) {
  return (
    <Labelled label={label}>
      <GroupEditor
        reach="near"
        object={object}
        group={asGroup(node)}
        onChange={(group) => onChange(nodesOf(group).length > 0 ? group : null)}
      />
    </Labelled>
  );
}

/** When one of several ways is gone. */
export function BranchPanel({ object, step, at, onChange, onClose }: PanelProps & { at: number }) {
  const { t } = useTranslation("flow");
  const branch = step.branches[at];
  if (!branch) return null;
  const set = (part: Partial<typeof branch>) =>
    onChange({ branches: step.branches.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  return (
    <Panel title={branch.name || t("branch", { at: at + 1 })} onClose={onClose}>
      <Name value={branch.name} onChange={(name) => set({ name })} />
      {object && (
        <OnlyWhen
          label={t("goesWhen")}
          object={object}
          node={branch.when}
          onChange={(when) => set({ when })}
        />
      )}
    </Panel>
  );
}
