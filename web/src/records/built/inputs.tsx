import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { asGroup, isGroup, type Node, nodesOf } from "@/lib/criteria";
import { fieldOf, useListed, useMeta, useObject } from "@/metadata/meta";
import { Select } from "@/ui/select";
import { GroupEditor, type Reach } from "../filters/group-editor";
import type { BuiltInputProps, Values } from "./types";
import "../filters/filters.css";

/** The object a record is about. */
export const useAbout = (values: Values): ObjectMeta | undefined =>
  useObject(typeof values.object === "string" ? values.object : null);

/** The same with what its lists know besides, where the field's conditions may look at that. */
export function useAsked(field: FieldMeta, values: Values): ObjectMeta | undefined {
  const about = useAbout(values);
  const listed = useListed(about?.key);
  return field.editor === "list_criteria" ? listed : about;
}

function FirstTheObject() {
  const { t } = useTranslation("built");
  return <p className="muted">{t("objectFirst")}</p>;
}

/** One of all objects, by its name. */
export function ObjectInput({ field, value, onChange, id, invalid }: BuiltInputProps) {
  const { t } = useTranslation("built");
  const { objects } = useMeta();
  return (
    <Select
      id={id}
      className="select-wide"
      aria-label={field.label}
      status={invalid ? "error" : undefined}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("object")}
      value={typeof value === "string" && value ? value : undefined}
      options={objects.map((object) => ({ value: object.key, label: object.label }))}
      onChange={(key: string) => onChange(key)}
    />
  );
}

/** One of the actions of the object. */
export function ActionInput({ field, value, onChange, values, id, invalid }: BuiltInputProps) {
  const { t } = useTranslation("built");
  const object = useAbout(values);
  return (
    <Select
      id={id}
      className="select-wide"
      aria-label={field.label}
      status={invalid ? "error" : undefined}
      allowClear
      disabled={!object}
      placeholder={t("action")}
      value={typeof value === "string" && value ? value : undefined}
      options={object?.actions.map((action) => ({ value: action.name, label: action.label }))}
      onChange={(name?: string) => onChange(name ?? null)}
    />
  );
}

/** One field of the object. */
export function OneFieldInput({ field, value, onChange, values, id, invalid }: BuiltInputProps) {
  const { t } = useTranslation("built");
  const object = useAbout(values);
  return (
    <Select
      id={id}
      className="select-wide"
      aria-label={field.label}
      status={invalid ? "error" : undefined}
      allowClear={!field.required}
      showSearch={{ optionFilterProp: "label" }}
      disabled={!object}
      placeholder={t("field")}
      value={typeof value === "string" && value ? value : undefined}
      options={object?.fields.map((each) => ({ value: each.name, label: each.label }))}
      onChange={(name?: string) => onChange(name ?? null)}
    />
  );
}

/** One of the choices of the field the record names. */
export function ChoiceInput({ field, value, onChange, values, id, invalid }: BuiltInputProps) {
  const { t } = useTranslation("built");
  const object = useAbout(values);
  const of = object && typeof values.field === "string" ? fieldOf(object, values.field) : undefined;
  return (
    <Select
      id={id}
      className="select-wide"
      aria-label={field.label}
      status={invalid ? "error" : undefined}
      allowClear={!field.required}
      disabled={!of}
      placeholder={t("field")}
      value={typeof value === "string" && value ? value : undefined}
      options={of?.choices?.map((each) => ({ value: each.value, label: each.label }))}
      onChange={(chosen?: string) => onChange(chosen ?? null)}
    />
  );
}

/** Several fields of the object, in the order they are picked. */
export function FieldsInput({ field, value, onChange, values, id, invalid }: BuiltInputProps) {
  const { t } = useTranslation("built");
  const object = useAbout(values);
  return (
    <Select
      id={id}
      className="select-wide"
      aria-label={field.label}
      mode="multiple"
      status={invalid ? "error" : undefined}
      showSearch={{ optionFilterProp: "label" }}
      disabled={!object}
      placeholder={t("fields")}
      value={Array.isArray(value) ? (value as string[]) : []}
      options={object?.fields.map((each) => ({ value: each.name, label: each.label }))}
      onChange={(names: string[]) => onChange(names.length > 0 ? names : null)}
    />
  );
}

const reaches: Record<string, Reach> = { own_criteria: "own", near_criteria: "near" };

/** Conditions on records of the object, built as a list's filter is. */
export function CriteriaInput({ field, value, onChange, values }: BuiltInputProps) {
  const object = useAsked(field, values);
  if (!object) return <FirstTheObject />;
  return (
    <GroupEditor
      reach={reaches[field.editor ?? ""] ?? "all"}
      object={object}
      group={asGroup((value as Node | null) ?? null)}
      onChange={(node) => onChange(isGroup(node) && nodesOf(node).length === 0 ? null : node)}
    />
  );
}
