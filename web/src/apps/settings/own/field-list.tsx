import { Archive } from "lucide-react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { translatedText } from "@/metadata/values";
import { Ordered } from "@/ui/ordered";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import type { FieldDefinition } from "./definitions";
import { type Fast, FastButton } from "./fast";

/** How a kind of field is called, by the metadata of definitions themselves. */
export function useKindLabel() {
  const kinds = useObject("custom_field")?.fields.find((field) => field.name === "kind")?.choices ?? [];
  return (kind: string) => kinds.find((choice) => choice.value === kind)?.label ?? kind;
}

/** Name, kind and what is special about a field. */
export function FieldSaid({ field }: { field: FieldDefinition }) {
  const { t } = useTranslation();
  const kind = useKindLabel();
  const marks = (["required", "unique", "searchable"] as const).filter((mark) => field[mark]);
  const how = field.options?.formula ? "formula" : field.options?.rollup ? "rollup" : null;
  return (
    <div className="own__said">
      <p>
        <strong>{translatedText(field.label, currentLanguage())}</strong>
        <code className="muted">{field.name}</code>
      </p>
      <p className="own__marks">
        <span className="muted">{kind(field.kind)}</span>
        {how && <Tag text={t(`own:by.${how}`)} colour="blue" />}
        {marks.map((mark) => (
          <Tag key={mark} text={t(`own:${mark}`)} colour="gray" />
        ))}
      </p>
    </div>
  );
}

type Props = {
  fields: FieldDefinition[];
  fast: Fast;
  onEdit: (field: FieldDefinition) => void;
  onRetire: (field: FieldDefinition) => void;
  /** Before another one, or (null) to the end. */
  onMove: (field: FieldDefinition, before: string | null) => void;
};

/** Fields of one's own in their order, which dragging and the arrow keys change. */
export function FieldList({ fields, fast, onEdit, onRetire, onMove }: Props) {
  const { t } = useTranslation();
  const nameOf = (field: FieldDefinition) => translatedText(field.label, currentLanguage());
  return (
    <Ordered
      items={fields}
      moving={(field) => t("own:moveOne", { name: nameOf(field) })}
      moved={(field, at) => t("own:movedTo", { name: nameOf(field), at, of: fields.length })}
      onMove={(field, at, order) => onMove(field, order[at + 1]?.id ?? null)}
    >
      {(field) => (
        <>
          <FieldSaid field={field} />
          <FastButton fast={fast} name={field.name} label={nameOf(field)} />
          <PlainButton label={t("own:edit")} onClick={() => onEdit(field)} />
          <PlainButton
            bare
            icon={<Archive size={14} />}
            label={t("own:retireOne", { name: nameOf(field) })}
            onClick={() => onRetire(field)}
          />
        </>
      )}
    </Ordered>
  );
}
