import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { FieldMeta, ObjectMeta, RecordData, Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { fieldOf } from "@/metadata/meta";
import { broken, ruled } from "@/metadata/rules";
import { useSignedIn } from "@/metadata/session";
import { Details } from "@/records/detail/details";
import { RecordForm } from "@/records/form/record-form";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Segments } from "@/ui/segments";
import { Waiting } from "@/ui/waiting";
import type { Stored } from "./arranging";
import "@/records/detail/detail.css";

export type Draft = { sections: Stored[]; columns: string[] | null };
type Props = { object: ObjectMeta; role: Ref | null; draft: Draft; onClose: () => void };
type Seen = { object: ObjectMeta | null; record: RecordData | null };
type Shape = "wide" | "phone";

/** The draft as the people of a role would meet it: form and page, on a computer and on a phone. */
export function LayoutPreview({ object, role: whose, draft, onClose }: Props) {
  const { t } = useTranslation();
  const [role, setRole] = useState<Ref | null>(whose);
  const [record, setRecord] = useState<Ref | null>(null);
  const [part, setPart] = useState<"form" | "page">("form");
  const [shape, setShape] = useState<Shape>("wide");
  const body = { object: object.key, role: role?.id ?? null, record: record?.id ?? null, ...draft };
  const found = useQuery({
    queryKey: ["layout-preview", body],
    queryFn: ({ signal }) => call<Seen>("POST", "/layout-previews", { body, signal }),
    placeholderData: (before) => before,
    gcTime: 0,
  });
  const drawn = found.data?.object;
  return (
    <Dialog
      title={t("layouts:preview.title", { object: object.label })}
      width={820}
      footer={null}
      onCancel={onClose}
    >
      <div className="layouts__tools">
        <RecordSelect
          target="role"
          label={t("layouts:preview.role")}
          placeholder={t("layouts:preview.myself")}
          value={role ? [role] : []}
          onChange={([next]) => setRole(next ?? null)}
          clearable
        />
        <RecordSelect
          target={object.key}
          label={t("layouts:preview.record")}
          placeholder={t("layouts:preview.record")}
          value={record ? [record] : []}
          onChange={([next]) => {
            setRecord(next ?? null);
            setPart(next ? "page" : "form");
          }}
          clearable
        />
        <Segments
          label={t("layouts:preview.part")}
          value={part}
          options={[
            { value: "form", label: t("layouts:preview.form") },
            { value: "page", label: t("layouts:preview.page") },
          ]}
          onChange={setPart}
        />
        <Segments
          label={t("layouts:preview.shape")}
          value={shape}
          options={[
            { value: "wide", label: t("layouts:preview.wide") },
            { value: "phone", label: t("layouts:preview.phone") },
          ]}
          onChange={setShape}
        />
      </div>
      <section
        className={`layouts__seen layouts__seen--${shape}`}
        aria-label={t("layouts:preview.seen")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
        tabIndex={0}
      >
        {found.isPending ? (
          <Waiting />
        ) : !drawn ? (
          <Empty icon="lock" title={t("layouts:preview.closed", { object: object.label_plural })} />
        ) : part === "form" ? (
          <Form
            key={`${role?.id} ${record?.id}`}
            object={drawn}
            record={found.data?.record ?? null}
            shape={shape}
          />
        ) : found.data?.record ? (
          <Details key={`${role?.id}`} object={drawn} record={found.data.record} />
        ) : (
          <p className="muted">{t("layouts:preview.choose")}</p>
        )}
      </section>
    </Dialog>
  );
}

type FormProps = { object: ObjectMeta; record: RecordData | null; shape: Shape };

/** The form can be filled in, so that conditional rules show; nothing of it is saved. */
function Form({ object, record, shape }: FormProps) {
  const { t } = useTranslation();
  const me = useSignedIn().user.id;
  const [values, setValues] = useState<Record<string, unknown>>(record ?? {});
  const shaped = ruled(object, values, null, me);
  const open = (names: string[]) =>
    names
      .map((name) => fieldOf(shaped, name))
      .filter((field): field is FieldMeta => field !== undefined && !field.readonly);
  const sections = object.sections
    .map((section) => ({ ...section, list: open(section.fields) }))
    .filter((section) => section.list.length > 0);
  if (sections.length === 0) return <p className="muted">{t("layouts:preview.nothing")}</p>;
  return sections.map((section) => (
    <section key={section.label} className="form__section">
      <h3>{section.label}</h3>
      <RecordForm
        prefix="layout-preview"
        columns={shape === "phone" ? 1 : section.columns}
        fields={section.list}
        values={values}
        errors={broken(object, values, me)}
        onChange={(name, value) => setValues((old) => ({ ...old, [name]: value }))}
      />
    </section>
  ));
}
