import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { FieldProblem } from "@/api/problem";
import type { FieldKind, FieldMeta, ObjectMeta, Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { Value } from "@/fields/value";
import { asGroup, nodesOf, toWire } from "@/lib/criteria";
import { useObject, useObjects } from "@/metadata/meta";
import { GroupEditor, relatedName } from "@/records/filters/group-editor";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import type { Options, Rollup } from "./definitions";
import "@/records/filters/filters.css";

type Function = { name: string; form: string; label: string };
type Suggestion = { text: string; label: string };
type Props = {
  object: ObjectMeta;
  kind: FieldKind;
  options: Options;
  preview: FieldMeta;
  onChange: (options: Options) => void;
};

const hows = ["count", "sum", "min", "max"] as const;
const numeric = new Set<FieldKind>(["integer", "decimal", "percent", "rating", "money"]);
const usable = new Set<FieldKind>([
  ...numeric,
  "text",
  "longtext",
  "email",
  "url",
  "choice",
  "boolean",
  "date",
  "datetime",
  "reference",
  "user",
  "department",
]);
const pointing = new Set<FieldKind>(["reference", "user", "department"]);

/** Kinds whose formulas have something to know. */
const told = new Set<FieldKind>(["money", "datetime", "percent"]);
/** What a formula cannot count with, of any object: the write itself sets it. */
const kept = new Set(["updated_at", "deleted_at"]);
const counts = (field: FieldMeta) => usable.has(field.kind) && !kept.has(field.name);

/** A field nobody fills in: its formula or its sum, tried on a real record while it is written. */
export function Calculation({ object, kind, options, preview, onChange }: Props) {
  return (
    <section className="own__calculation">
      {options.rollup ? (
        <RollupEditor
          object={object}
          kind={kind}
          rollup={options.rollup}
          onChange={(rollup) => onChange({ rollup })}
        />
      ) : (
        <FormulaEditor
          object={object}
          kind={kind}
          text={options.formula ?? ""}
          onChange={(formula) => onChange({ formula })}
        />
      )}
      <Trial object={object} kind={kind} options={options} preview={preview} />
    </section>
  );
}

/** The word the cursor stands behind, and where it begins. */
export function wordAt(text: string, at: number): { word: string; from: number } {
  const found = /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(text.slice(0, at));
  return found ? { word: found[0], from: found.index } : { word: "", from: at };
}

function useSuggestions(object: ObjectMeta, kind: FieldKind, word: string): Suggestion[] {
  const lookup = useObjects();
  const functions = useQuery({
    queryKey: ["calculation-functions"],
    queryFn: ({ signal }) => call<{ items: Function[] }>("GET", "/calculation-functions", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // Those of the kind to be calculated are what is most likely wanted.
  const alike = (field: FieldMeta) => Number(field.kind === kind);
  const fields = object.fields.filter(counts).toSorted((one, other) => alike(other) - alike(one));
  const near = fields
    .filter((field) => pointing.has(field.kind))
    .flatMap((field) => {
      const target = lookup(field.kind === "reference" ? (field.target ?? "") : field.kind);
      return (target?.fields ?? []).filter(counts).map((inner) => ({
        text: `${field.name}.${inner.name}`,
        label: `${field.label} › ${inner.label}`,
      }));
    });
  const all = [
    ...fields.map((field) => ({ text: field.name, label: field.label })),
    ...(functions.data?.items ?? []).map(({ name, form, label }) => ({
      text: `${name}(`,
      label: `${label} · ${form}`,
    })),
    ...near,
  ];
  const wanted = word.toLowerCase();
  const fits = ({ text, label }: Suggestion) => `${text} ${label}`.toLowerCase().includes(wanted);
  return (wanted ? all.filter(fits) : all.filter(({ text }) => !text.includes("."))).slice(0, 40);
}

function FormulaEditor({
  object,
  kind,
  text,
  onChange,
}: {
  object: ObjectMeta;
  kind: FieldKind;
  text: string;
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  const input = useRef<HTMLTextAreaElement>(null);
  const [at, setAt] = useState(text.length);
  const { word, from } = wordAt(text, at);
  const offered = useSuggestions(object, kind, word);
  const put = (given: string) => {
    onChange(text.slice(0, from) + given + text.slice(at));
    const after = from + given.length;
    setAt(after);
    setTimeout(() => {
      input.current?.focus();
      input.current?.setSelectionRange(after, after);
    });
  };
  return (
    <>
      <label className="labelled">
        <span>{t("own:formula")}</span>
        <textarea
          ref={input}
          className="field-input own__formula"
          spellCheck={false}
          maxLength={2000}
          placeholder={t("own:formulaHint")}
          value={text}
          onChange={(event) => {
            onChange(event.target.value);
            setAt(event.target.selectionStart);
          }}
          onSelect={(event) => setAt(event.currentTarget.selectionStart)}
          onKeyDown={(event) => {
            const [first] = offered;
            if (event.key === "Tab" && !event.shiftKey && word && first && first.text !== word) {
              event.preventDefault();
              put(first.text);
            }
          }}
        />
      </label>
      {told.has(kind) && <p className="form__help">{t(`own:formulaOf.${kind}`)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="own__offered" aria-label={t("own:offered")} tabIndex={0}>
        {offered.map((each) => (
          <button key={each.text} type="button" className="plain" onClick={() => put(each.text)}>
            <span>{each.label}</span>
            <code className="muted">{each.text}</code>
          </button>
        ))}
      </section>
    </>
  );
}

type RollupProps = {
  object: ObjectMeta;
  kind: FieldKind;
  rollup: Rollup;
  onChange: (rollup: Rollup) => void;
};

function RollupEditor({ object, kind, rollup, onChange }: RollupProps) {
  const { t } = useTranslation();
  const lookup = useObjects();
  const lists = object.related
    .filter((related) => related.field)
    .map((related) => ({ ...related, value: relatedName(related, lookup(related.object)?.plural) }));
  const child = useObject(lists.find((related) => related.value === rollup.from)?.object);
  const alike = kind === "date" || kind === "datetime" || kind === "money";
  const fits = (field: FieldMeta) => (alike ? field.kind === kind : numeric.has(field.kind));
  const ways = kind === "money" ? (["sum", "min", "max"] as const) : alike ? (["min", "max"] as const) : hows;
  const set = (part: Partial<Rollup>) => onChange({ ...rollup, ...part });
  return (
    <div className="stack">
      <div className="own__rollup">
        <Select
          aria-label={t("own:rollupFrom")}
          className="select-wide"
          placeholder={t("own:rollupFrom")}
          value={rollup.from || undefined}
          options={lists.map(({ value, label }) => ({ value, label }))}
          onChange={(from: string) => onChange({ from, how: rollup.how })}
        />
        <Select
          aria-label={t("own:rollupHow")}
          className="select-wide"
          value={rollup.how}
          options={ways.map((how) => ({ value: how, label: t(`own:how.${how}`) }))}
          onChange={(how: Rollup["how"]) => set(how === "count" ? { how, of: undefined } : { how })}
        />
        {rollup.how !== "count" && (
          <Select
            aria-label={t("own:rollupOf")}
            className="select-wide"
            placeholder={t("own:rollupOf")}
            disabled={!child}
            value={rollup.of}
            options={child?.fields.filter(fits).map((field) => ({ value: field.name, label: field.label }))}
            onChange={(of: string) => set({ of })}
          />
        )}
      </div>
      {child && (
        <div className="labelled">
          <span>{t("own:rollupWhere")}</span>
          <GroupEditor
            reach="own"
            object={child}
            group={asGroup(rollup.where ?? null)}
            onChange={(group) => set({ where: nodesOf(group).length > 0 ? group : null })}
          />
        </div>
      )}
    </div>
  );
}

/** A calculation as the server takes it; null while it says nothing yet. */
export function wireOf(options: Options): Options | null {
  const { formula, rollup, digits } = options;
  const kept = digits === undefined ? {} : { digits };
  if (rollup) {
    const complete = rollup.from && (rollup.how === "count" || rollup.of);
    return complete ? { ...kept, rollup: { ...rollup, where: toWire(rollup.where ?? null) } } : null;
  }
  return formula?.trim() ? { ...kept, formula } : null;
}

type TrialProps = { object: ObjectMeta; kind: FieldKind; options: Options; preview: FieldMeta };

function Trial({ object, kind, options, preview }: TrialProps) {
  const { t } = useTranslation();
  const [record, setRecord] = useState<Ref | null>(null);
  const wire = wireOf(options);
  const asked = useDeferredValue(
    wire && JSON.stringify({ object: object.key, kind, options: wire, record: record?.id ?? null }),
  );
  const trial = useQuery({
    queryKey: ["calculation-trial", asked],
    queryFn: ({ signal }) =>
      call<{ value: unknown; errors?: FieldProblem[] }>("POST", "/calculation-trials", {
        body: JSON.parse(asked ?? ""),
        signal,
      }),
    enabled: asked !== null,
    meta: { quiet: true },
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  });
  const wrong = trial.data?.errors?.[0]?.message ?? null;
  return (
    <div className="own__trial">
      <RecordSelect
        target={object.key}
        label={t("own:tryOn")}
        value={record ? [record] : []}
        onChange={([ref]) => setRecord(ref ?? null)}
      />
      <output className="own__result">
        {wire && wrong && <Note danger>{wrong}</Note>}
        {wire && !wrong && record && trial.data && (
          <span>
            <span className="muted">{t("own:gives")} </span>
            <strong>
              <Value field={preview} value={trial.data.value} />
            </strong>
          </span>
        )}
        {!record && !wrong && <span className="muted">{t("own:tryHint")}</span>}
      </output>
    </div>
  );
}
