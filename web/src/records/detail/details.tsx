import { useNavigate, useSearch } from "@tanstack/react-router";
import { Lock, MessageSquarePlus, Pencil } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { preloadEditors } from "@/fields/editor";
import { isEmpty } from "@/fields/value";
import { canEdit, fieldOf } from "@/metadata/meta";
import { ruled } from "@/metadata/rules";
import { useSignedIn } from "@/metadata/session";
import { isMasked } from "@/metadata/values";
import { PlainButton } from "@/ui/plain-button";
import { BuiltEditor } from "../built/built-editor";
import { RecordValue } from "../built/record-value";
import { useExtension, useExtensions, useLock } from "../extensions";
import { CellEditor, type Refused } from "../list/cell-editor";
import { useSave } from "../use-save";
import { useForesee } from "./use-foresee";

type Props = { object: ObjectMeta; record: RecordData };
type RowProps = {
  field: FieldMeta;
  record: RecordData;
  value: unknown;
  editable: boolean;
  /** Why it may not be edited now, though it might be. */
  locked?: string;
  editing: boolean;
  refused?: Refused;
  onEdit: () => void;
  /** Proposes another value, of what one may not change. */
  onSuggest?: () => void;
  onSave: (value: unknown, built?: unknown, from?: RecordData) => void;
  onCancel: () => void;
};

const stacked = new Set(["longtext", "richtext", "json"]);

function DetailRow(props: RowProps) {
  const { field, record, value, editable, locked, editing, refused, onEdit, onSuggest, onSave, onCancel } =
    props;
  const { t } = useTranslation();
  return (
    <div
      className={`detail ${stacked.has(field.kind) && (field.editor ? editing || field.editor === "steps" : true) ? "detail--stacked" : ""}`}
    >
      <dt title={field.help || undefined}>{field.label}</dt>
      <dd>
        {editing && field.editor ? (
          <BuiltEditor field={field} record={record} refused={refused} onSave={onSave} onCancel={onCancel} />
        ) : editing ? (
          <CellEditor
            field={field}
            value={value ?? null}
            record={record}
            refused={refused}
            onSave={(next, from) => onSave(next, undefined, from)}
            onCancel={onCancel}
          />
        ) : (
          <>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same by keyboard */}
            <span className="detail__value" onDoubleClick={editable ? onEdit : undefined}>
              <RecordValue field={field} value={value} values={record} />
            </span>
            {locked && (
              <span className="detail__lock" role="img" aria-label={locked} title={locked}>
                <Lock size={12} aria-hidden="true" />
              </span>
            )}
            {editable && (
              <PlainButton
                bare
                className="detail__edit"
                label={t("record.edit", { field: field.label })}
                icon={<Pencil size={12} />}
                onPointerEnter={preloadEditors}
                onClick={onEdit}
              />
            )}
            {onSuggest && (
              <PlainButton
                bare
                className="detail__edit"
                label={t("record.suggest", { field: field.label })}
                icon={<MessageSquarePlus size={12} />}
                onClick={onSuggest}
              />
            )}
          </>
        )}
      </dd>
    </div>
  );
}

const ExternalNumbers = lazy(() =>
  import("../outside/external-numbers").then((module) => ({ default: module.ExternalNumbers })),
);

const Gaps = lazy(() => import("../sums/gaps").then((module) => ({ default: module.Gaps })));

/** Whether a field that is worked out is empty, and may be so for want of a rate. */
const lacks = (field: FieldMeta, record: RecordData) =>
  field.custom && field.readonly && field.kind === "money" && isEmpty(record[field.name]);

/** Kinds that are no values but things of their own. */
const things = new Set(["file", "json"]);
const canSuggest = (field: FieldMeta, record: RecordData) =>
  !field.closed && !field.masked && !things.has(field.kind) && !isMasked(record[field.name]);

/** Begins with the field the address asks for, once. */
function useAskedFor(begin: (name: string) => void) {
  const { edit } = useSearch({ strict: false }) as { edit?: string };
  const navigate = useNavigate();
  useEffect(() => {
    if (!edit) return;
    begin(edit);
    void navigate({ to: ".", search: ({ edit: _, ...rest }) => rest, replace: true });
  }, [edit, begin, navigate]);
}

/** All fields in their sections, each edited where it stands; empty ones are folded away. */
export function Details({ object: asMade, record }: Props) {
  const { t } = useTranslation();
  const object = ruled(asMade, record, record, useSignedIn().user.id);
  const { elsewhere = [] } = useExtension(object.key);
  const [editing, setEditing] = useState<string | null>(null);
  useAskedFor(setEditing);
  const [whole, setWhole] = useState(false);
  const [refused, setRefused] = useState<Record<string, Refused>>({});
  const built = useRef<Record<string, unknown>>({});
  const { mutate } = useSave(object, (error, { values }) => {
    const told = error instanceof Problem ? error.byField() : {};
    const back = Object.entries(values).map(([name, value]) => [
      name,
      { value: built.current[name] ?? value, why: told[name] ?? error.message },
    ]);
    setRefused((others) => ({ ...others, ...Object.fromEntries(back) }));
    return true;
  });
  const close = (name: string) => {
    setEditing((now) => (now === name ? null : now));
    setRefused(({ [name]: _, ...others }) => others);
  };
  const lock = useLock(asMade, record);
  const { before, dialog } = useForesee(object, record);
  const mayUpdate = record._can?.update ?? object.rights.update;
  const editable = (field: FieldMeta) => mayUpdate && canEdit(object, field) && !isMasked(record[field.name]);
  const { Suggest } = useExtensions();
  const [suggesting, setSuggesting] = useState<FieldMeta | null>(null);
  const suggestable = (field: FieldMeta) =>
    Suggest !== undefined && object.group !== "settings" && !editable(field) && canSuggest(field, record);
  const locked = ({ name }: FieldMeta) =>
    lock && (lock.fields?.includes(name) ?? true) ? lock.why : undefined;
  const sections = object.sections.map(({ label, fields, columns }) => ({
    label,
    columns,
    fields: fields
      .filter((name) => !elsewhere.includes(name))
      .map((name) => fieldOf(object, name))
      .filter((field) => field !== undefined)
      .filter(
        (field) => whole || !isEmpty(record[field.name]) || editing === field.name || field.name in refused,
      ),
  }));
  const hidden = object.sections
    .flatMap((section) => section.fields)
    .filter((name) => !elsewhere.includes(name))
    .filter((name) => fieldOf(object, name) && isEmpty(record[name])).length;
  return (
    <div className="details">
      {dialog}
      <Suspense>
        {Suggest && suggesting && (
          <Suggest object={asMade} record={record} field={suggesting} onClose={() => setSuggesting(null)} />
        )}
        {object.fields.some((field) => lacks(field, record)) && <Gaps object={object} record={record} />}
      </Suspense>
      {sections
        .filter((section) => section.fields.length > 0)
        .map((section) => (
          <section key={section.label}>
            <h2 className="details__label">{section.label}</h2>
            <dl className={section.columns === 2 ? "details__two" : undefined}>
              {section.fields.map((field) => (
                <DetailRow
                  key={field.name}
                  field={field}
                  record={record}
                  value={record[field.name]}
                  editable={editable(field) && !locked(field)}
                  locked={editable(field) ? locked(field) : undefined}
                  editing={editing === field.name || field.name in refused}
                  refused={refused[field.name]}
                  onEdit={() => setEditing(field.name)}
                  onSuggest={suggestable(field) ? () => setSuggesting(field) : undefined}
                  onCancel={() => close(field.name)}
                  onSave={(value, asBuilt, from = record) => {
                    close(field.name);
                    built.current = { ...built.current, [field.name]: asBuilt };
                    const values = { [field.name]: value };
                    before([field.name], values, () => mutate({ record: from, values }));
                  }}
                />
              ))}
            </dl>
          </section>
        ))}
      <Suspense>
        {object.group !== "settings" && <ExternalNumbers object={object} record={record} />}
      </Suspense>
      {hidden > 0 && (
        <PlainButton
          className="muted"
          label={whole ? t("record.hideEmpty") : t("record.showEmpty", { count: hidden })}
          onClick={() => setWhole(!whole)}
        />
      )}
    </div>
  );
}
