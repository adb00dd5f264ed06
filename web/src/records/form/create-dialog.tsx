import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta, RecordData, Ref } from "@/api/types";
import { isUploading } from "@/fields/file/uploading";
import { isEmpty } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { broken, ruled } from "@/metadata/rules";
import { useSignedIn } from "@/metadata/session";
import { useDraft, useKeeping } from "@/metadata/use-draft";
import { isRef, titleOf } from "@/metadata/values";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { DraftNote } from "../draft-note";
import { useExtension } from "../extensions";
import { type CreateRequest, openCreate } from "./create-store";
import { Likely } from "./likely";
import { RecordForm } from "./record-form";
import { useCreate } from "./use-create";

const close = () => openCreate(null);

const writable = (object: ObjectMeta, names: string[]): FieldMeta[] =>
  names
    .map((name) => fieldOf(object, name))
    .filter((field): field is FieldMeta => field !== undefined && !field.readonly);

/** The few fields a new record needs, then any required ones the layout forgot. */
function quickFields(object: ObjectMeta): FieldMeta[] {
  const quick = writable(object, object.quick.length > 0 ? object.quick : [object.title]);
  const rest = object.fields.filter((field) => field.required && !field.readonly && !quick.includes(field));
  return [...quick, ...rest];
}

/** What somebody filled in beyond what was given; null when there is nothing. */
function typed(values: Record<string, unknown>, given: Record<string, unknown>) {
  const filled = Object.entries(values).filter(([name, value]) => !isEmpty(value) && value !== given[name]);
  return filled.length > 0 ? Object.fromEntries(filled) : null;
}

function useAfter(object: ObjectMeta, request: CreateRequest) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (record: RecordData) => {
    close();
    if (!record.version) {
      const who = record.owner?.title;
      toast(who ? t("form.given", { object: object.label, who }) : t("form.away", { object: object.label }));
      return;
    }
    request.onCreated?.(record);
    const open = () =>
      void navigate({ to: "/$plural/$id", params: { plural: object.plural, id: record.id } });
    toast(t("form.created", { object: object.label, title: titleOf(object, record, currentLanguage()) }), {
      action: { label: t("form.open"), run: open },
    });
  };
}

type Props = { object: ObjectMeta; request: CreateRequest };

/** Creates a record with the fewest fields; all of them are one click away. */
export function CreateDialog({ object, request }: Props) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<"quick" | "all" | "special">("quick");
  const { create: special } = useExtension(object.key);
  return (
    <Dialog
      onCancel={close}
      footer={null}
      width={mode === "quick" ? 560 : 720}
      title={mode === "special" && special ? t(special.label) : t("list.newOne", { object: object.label })}
      mask={{ closable: false }}
    >
      {mode === "special" && special ? (
        <Suspense fallback={<Waiting />}>
          <special.Form object={object} onDone={close} />
        </Suspense>
      ) : (
        <MetaForm
          object={object}
          request={request}
          all={mode === "all"}
          onAll={() => setMode("all")}
          special={special && { label: t(special.label), open: () => setMode("special") }}
        />
      )}
    </Dialog>
  );
}

/** Leads to the screen on which such records are made from something else. */
function From({ object, given }: { object: ObjectMeta; given: Record<string, unknown> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { from } = useExtension(object.key);
  if (!from) return null;
  const go = () => {
    const refs = from.given.map((name) => [name, given[name]] as const).filter(([, value]) => isRef(value));
    const search = Object.fromEntries(refs.map(([name, value]) => [name, (value as Ref).id]));
    close();
    void navigate({ to: from.to, search });
  };
  return <PlainButton label={t(from.label)} onClick={go} />;
}

type FormProps = Props & { all: boolean; onAll: () => void; special?: { label: string; open: () => void } };

function MetaForm({ object, request, all, onAll, special }: FormProps) {
  const { t } = useTranslation();
  const draft = useDraft<Record<string, unknown>>(`new.${object.key}`);
  const me = useSignedIn().user.id;
  const given = request.values ?? {};
  const { Lookup } = useExtension(object.key);
  const after = useAfter(object, request);
  const form = useCreate(object, { ...draft.found?.value, ...given }, t, (record) => {
    draft.forget();
    after(record);
  });
  useKeeping(draft, typed(form.values, given));
  const restart = () => {
    draft.forget();
    form.restart(given);
  };
  const shaped = ruled(object, form.values, null, me);
  const quick = quickFields(shaped);
  const sections = all ? object.sections : [];
  const shown = all ? sections.flatMap((section) => writable(shaped, section.fields)) : quick;
  const fields = all ? [...new Set([...shown, ...quick])] : quick;
  const part = {
    values: form.values,
    errors: { ...broken(object, form.values, me), ...form.errors },
    onChange: form.change,
    prefix: `new-${object.key}`,
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isUploading(event.currentTarget)) toast(t("fields.file.wait"), { tone: "error" });
        else form.submit(fields);
      }}
    >
      <div className="form__scroll">
        {draft.found && <DraftNote at={draft.found.at} onDiscard={restart} />}
        {[...form.notes, ...(form.general ? [form.general] : [])].map((message) => (
          <Note key={message} danger>
            {message}
          </Note>
        ))}
        {all ? (
          sections
            .map((section) => ({ ...section, list: writable(shaped, section.fields) }))
            .filter((section) => section.list.length > 0)
            .map((section, at) => (
              <section key={section.label} className="form__section">
                <h3>{section.label}</h3>
                <RecordForm {...part} columns={section.columns} fields={section.list} focusFirst={at === 0} />
              </section>
            ))
        ) : (
          <RecordForm {...part} fields={quick} focusFirst />
        )}
        {Lookup && (
          <Suspense fallback={null}>
            <Lookup
              object={object}
              values={form.values}
              onTake={(found, reason) => {
                form.take(found, reason);
                onAll();
              }}
            />
          </Suspense>
        )}
        {object.by_rules && (
          <label className="form__rules">
            <input
              type="checkbox"
              checked={form.byRules}
              onChange={(event) => form.setByRules(event.target.checked)}
            />
            {t("form.byRules")}
          </label>
        )}
        <Likely object={object} values={form.values} onOpen={close} onChange={form.change} />
      </div>
      <div className="form__foot">
        {!all && <PlainButton label={t("form.allFields")} onClick={onAll} />}
        {special && <PlainButton label={special.label} onClick={special.open} />}
        <From object={object} given={given} />
        <span className="form__ends">
          <Button
            onClick={() => {
              draft.forget();
              close();
            }}
          >
            {t("common.cancel")}
          </Button>
          <Button type="primary" htmlType="submit" loading={form.busy}>
            {t("form.create")}
          </Button>
        </span>
      </div>
    </form>
  );
}
