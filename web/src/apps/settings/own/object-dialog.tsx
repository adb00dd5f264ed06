import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { translatedText } from "@/metadata/values";
import { RecordForm } from "@/records/form/record-form";
import { Dialog } from "@/ui/dialog";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { type ObjectDefinition, type Said, useDefine } from "./definitions";
import { Renamed } from "./effects";
import { inputOf } from "./inputs";

const icons = [
  "box",
  "boxes",
  "briefcase",
  "building",
  "calendar",
  "clipboard-list",
  "file-text",
  "flag",
  "folder",
  "handshake",
  "package",
  "shield",
  "star",
  "store",
  "target",
  "ticket",
  "trophy",
  "users",
  "video",
  "zap",
];

type Props = { object?: ObjectDefinition; onClose: () => void; onSaved: (saved: ObjectDefinition) => void };

function Icons({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="own__icons" role="radiogroup" aria-label={t("own:icon")}>
      {icons.map((icon) => (
        <label key={icon} className="own__icon" title={icon}>
          <input
            type="radio"
            name="icon"
            aria-label={icon}
            checked={icon === value}
            onChange={() => onChange(icon)}
          />
          <Icon name={icon} size={16} />
        </label>
      ))}
    </div>
  );
}

/** Makes an object, or changes what it is called and looks like. */
export function ObjectDialog({ object, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const { write, errors, general, clear } = useDefine("custom_objects");
  const [values, setValues] = useState<Record<string, unknown>>(
    object
      ? {
          label: object.label,
          plural: object.label_plural?.en ?? "",
          icon: object.icon,
          number_pattern: object.number_pattern,
          open: object.open,
        }
      : { label: {}, icon: "box", open: false },
  );
  const english = (values.label as Said | null)?.en?.trim();
  const fields: FieldMeta[] = [
    inputOf("label", "translated", t("own:label"), { required: true }),
    // Chinese has no plural; English has one by the rule, which is wrong for a few words.
    ...(english ? [inputOf("plural", "text", t("own:pluralEn"), { help: t("own:pluralHint") })] : []),
    inputOf("number_pattern", "text", t("own:number"), { help: t("own:numberHint") }),
    inputOf("open", "boolean", t("own:everybody")),
  ];
  const wire = () => {
    const { plural, ...rest } = values;
    return { ...rest, label_plural: english && plural ? { en: plural } : null };
  };
  const save = () =>
    write.mutate(
      { id: object?.id, version: object?.version, values: wire() },
      {
        onSuccess: (saved) => {
          const made = saved as unknown as ObjectDefinition;
          const name = translatedText(made.label, currentLanguage());
          toast(object ? t("own:saved", { name }) : t("own:made", { name }));
          onSaved(made);
        },
      },
    );
  return (
    <Dialog
      title={t(object ? "own:editObject" : "own:newObject")}
      width={560}
      okText={t("common.done")}
      cancelText={t("common.cancel")}
      okButtonProps={{ loading: write.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      {general && <Note danger>{general}</Note>}
      <RecordForm
        fields={fields}
        values={values}
        errors={{ ...errors, ...(errors.key && { label: errors.key }) }}
        prefix="own-object"
        focusFirst
        onChange={(name, value) => {
          setValues((old) => ({ ...old, [name]: value }));
          clear();
        }}
      />
      {object && (
        <Renamed
          object={object.key}
          code={object.key}
          before={object.label}
          after={(values.label as Said | null) ?? {}}
        />
      )}
      <p className="form__label own__caption">{t("own:icon")}</p>
      <Icons value={String(values.icon)} onChange={(icon) => setValues((old) => ({ ...old, icon }))} />
    </Dialog>
  );
}
