import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { ArrowLeft, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { translatedText } from "@/metadata/values";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { type FieldDefinition, type ObjectDefinition, useDefine, useDefinitions } from "./definitions";
import { FieldDialog } from "./field-dialog";
import { ObjectDialog } from "./object-dialog";

/** How a kind of field is called, by the metadata of definitions themselves. */
function useKindLabel() {
  const kinds = useObject("custom_field")?.fields.find((field) => field.name === "kind")?.choices ?? [];
  return (kind: string) => kinds.find((choice) => choice.value === kind)?.label ?? kind;
}

type FieldRowProps = {
  field: FieldDefinition;
  onEdit?: () => void;
  onRetire?: () => void;
  onRestore?: () => void;
};

function FieldRow({ field, onEdit, onRetire, onRestore }: FieldRowProps) {
  const { t } = useTranslation();
  const kind = useKindLabel();
  const marks = (["required", "unique", "searchable"] as const).filter((mark) => field[mark]);
  return (
    <li>
      <div className="grow">
        <p>
          <strong>{translatedText(field.label, currentLanguage())}</strong>{" "}
          <code className="muted">{field.name}</code>
        </p>
        <p className="row">
          <span className="muted">{kind(field.kind)}</span>
          {marks.map((mark) => (
            <Tag key={mark} text={t(`own:${mark}`)} colour="grey" />
          ))}
        </p>
      </div>
      {onEdit && <Button onClick={onEdit}>{t("own:edit")}</Button>}
      {onRetire && (
        <Button danger onClick={onRetire}>
          {t("own:retire")}
        </Button>
      )}
      {onRestore && <Button onClick={onRestore}>{t("own:restore")}</Button>}
    </li>
  );
}

/** The object's own definition, when it is one of those made here. */
function useOwn(key: string) {
  const list = useDefinitions<ObjectDefinition>("custom_objects");
  return list.data?.find((each) => each.key === key);
}

type Props = { object: ObjectMeta; fresh: boolean; onBack: () => void };

/** Fields of one object: one's own to change, the built-in ones to know. */
export function ObjectFields({ object, fresh, onBack }: Props) {
  const { t } = useTranslation();
  const kind = useKindLabel();
  const own = useOwn(object.key);
  const fields = useDefinitions<FieldDefinition>("custom_fields", object.key);
  const gone = useDefinitions<FieldDefinition>("custom_fields", object.key, true);
  const field = useDefine("custom_fields");
  const whole = useDefine("custom_objects");
  const [editing, setEditing] = useState<FieldDefinition | "new" | "object" | null>(null);
  const close = () => setEditing(null);
  const retireField = async (one: FieldDefinition) => {
    const name = translatedText(one.label, currentLanguage());
    const title = t("own:retireField", { name });
    if (await ask({ title, text: t("own:retireText"), yes: t("own:retire"), danger: true }))
      field.retire.mutate(one, { onSuccess: () => toast(t("own:gone", { name })) });
  };
  const retireObject = async (one: ObjectDefinition) => {
    const title = t("own:retireObject", { name: object.label });
    if (await ask({ title, text: t("own:retireText"), yes: t("own:retire"), danger: true }))
      whole.retire.mutate(one, { onSuccess: onBack });
  };
  const mine = fields.data ?? [];
  const names = new Set(mine.map((one) => one.name));
  return (
    <main className="card">
      <header className="head">
        <PlainButton bare icon={<ArrowLeft size={15} />} label={t("own:back")} onClick={onBack} />
        <h1 className="ellipsis">{object.label}</h1>
        <span className="grow" />
        <Button type="primary" icon={<Plus size={14} />} onClick={() => setEditing("new")}>
          {t("own:newField")}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="settings__body" tabIndex={0} aria-label={object.label}>
        {fresh && mine.length === 0 && <Note>{t("own:firstField")}</Note>}
        {own && (
          <p className="row">
            <Button icon={<Pencil size={14} />} onClick={() => setEditing("object")}>
              {t("own:editObject")}
            </Button>
            <Button danger onClick={() => void retireObject(own)}>
              {t("own:retire")}
            </Button>
            <Link to="/$plural" params={{ plural: object.plural }}>
              {t("own:open")}
            </Link>
          </p>
        )}
        <section>
          <h2>{t("own:own")}</h2>
          {mine.length === 0 && <p className="muted">{t("own:none")}</p>}
          <ul className="rows">
            {mine.map((one) => (
              <FieldRow
                key={one.id}
                field={one}
                onEdit={() => setEditing(one)}
                onRetire={() => void retireField(one)}
              />
            ))}
          </ul>
        </section>
        {(gone.data?.length ?? 0) > 0 && (
          <section>
            <h2>{t("own:retired")}</h2>
            <p className="muted">{t("own:retiredHint")}</p>
            <ul className="rows">
              {gone.data?.map((one) => (
                <FieldRow key={one.id} field={one} onRestore={() => field.restore.mutate(one.id)} />
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>{t("own:builtIn")}</h2>
          <ul className="rows">
            {object.fields
              .filter((one) => !names.has(one.name))
              .map((one) => (
                <li key={one.name}>
                  <span className="grow">{one.label}</span>
                  <span className="muted">{one.readonly ? t("own:system") : kind(one.kind)}</span>
                </li>
              ))}
          </ul>
        </section>
      </section>
      {editing === "object" && own && <ObjectDialog object={own} onClose={close} onSaved={close} />}
      {editing !== null && editing !== "object" && (
        <FieldDialog
          object={object}
          field={editing === "new" ? undefined : editing}
          position={mine.length}
          onClose={close}
        />
      )}
    </main>
  );
}
