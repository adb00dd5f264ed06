import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Archive, ArrowLeft, ArrowUpRight, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { translatedText } from "@/metadata/values";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { type FieldDefinition, type ObjectDefinition, useDefine, useDefinitions } from "./definitions";
import { RetireDialog } from "./effects";
import { FastButton, FastNote, useFast } from "./fast";
import { FieldDialog } from "./field-dialog";
import { FieldList, FieldSaid, useKindLabel } from "./field-list";
import { ObjectDialog } from "./object-dialog";

type Open =
  | { what: "field"; field?: FieldDefinition }
  | { what: "object" | "retire-object" }
  | { what: "retire"; field: FieldDefinition };

type Props = { object: ObjectMeta; fresh: boolean; onBack: () => void };

/** Fields of one object: one's own to change, the built-in ones to know. */
export function ObjectFields({ object, fresh, onBack }: Props) {
  const { t } = useTranslation();
  const kind = useKindLabel();
  const own = useDefinitions<ObjectDefinition>("custom_objects").data?.find(
    (each) => each.key === object.key,
  );
  const fields = useDefinitions<FieldDefinition>("custom_fields", object.key);
  const gone = useDefinitions<FieldDefinition>("custom_fields", object.key, true);
  const field = useDefine("custom_fields");
  const whole = useDefine("custom_objects");
  const [open, setOpen] = useState<Open | null>(null);
  const fast = useFast(object);
  const close = () => setOpen(null);
  const mine = fields.data ?? [];
  const names = new Set(mine.map((one) => one.name));
  const builtIn = object.fields.filter((one) => !names.has(one.name));
  const said = (one: FieldDefinition) => translatedText(one.label, currentLanguage());
  return (
    <main className="card">
      <header className="head">
        <PlainButton bare icon={<ArrowLeft size={15} />} label={t("own:back")} onClick={onBack} />
        <h1 className="ellipsis">{object.label}</h1>
        <Link className="plain own__open" to="/$plural" params={{ plural: object.plural }}>
          {t("own:open")}
          <ArrowUpRight size={14} aria-hidden="true" />
        </Link>
        <span className="grow" />
        {own && (
          <>
            <PlainButton
              bare
              icon={<Pencil size={14} />}
              label={t("own:editObject")}
              onClick={() => setOpen({ what: "object" })}
            />
            <PlainButton
              bare
              icon={<Archive size={14} />}
              label={t("own:retireOne", { name: object.label })}
              onClick={() => setOpen({ what: "retire-object" })}
            />
          </>
        )}
        <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen({ what: "field" })}>
          {t("own:newField")}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="settings__body" tabIndex={0} aria-label={object.label}>
        <FastNote fast={fast} />
        {fresh && mine.length === 0 && <Note>{t("own:firstField")}</Note>}
        {own && mine.length > 0 && (
          <p className="muted own__next">
            {t("own:nextSteps")}{" "}
            <Link to="/settings/$section" params={{ section: "roles" }}>
              {t("own:toRoles")}
            </Link>{" "}
            · <Link to="/import">{t("own:toImport")}</Link>
          </p>
        )}
        <section>
          <h2>{t("own:own")}</h2>
          {fields.data && mine.length === 0 && <p className="muted">{t("own:none")}</p>}
          <FieldList
            fields={mine}
            fast={fast}
            onEdit={(one) => setOpen({ what: "field", field: one })}
            onRetire={(one) => setOpen({ what: "retire", field: one })}
            onMove={(one, before) => field.move.mutate({ id: one.id, before })}
          />
        </section>
        {(gone.data?.length ?? 0) > 0 && (
          <section>
            <h2>{t("own:retired")}</h2>
            <p className="muted">{t("own:retiredHint")}</p>
            <ul className="rows">
              {gone.data?.map((one) => (
                <li key={one.id}>
                  <FieldSaid field={one} />
                  <PlainButton label={t("own:restore")} onClick={() => field.restore.mutate(one.id)} />
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>{t("own:builtIn")}</h2>
          <ul className="rows rows--tight">
            {builtIn.map((one) => (
              <li key={one.name}>
                <span className="grow">{one.label}</span>
                <span className="muted">{one.readonly ? t("own:system") : kind(one.kind)}</span>
                <FastButton fast={fast} name={one.name} label={one.label} />
              </li>
            ))}
          </ul>
        </section>
      </section>
      {open?.what === "object" && own && <ObjectDialog object={own} onClose={close} onSaved={close} />}
      {open?.what === "field" && (
        <FieldDialog object={object} field={open.field} position={mine.length} onClose={close} />
      )}
      {open?.what === "retire" && (
        <RetireDialog
          title={t("own:retireField", { name: said(open.field) })}
          object={object.key}
          field={open.field.name}
          busy={field.retire.isPending}
          onClose={close}
          onRetire={() =>
            field.retire.mutate(open.field, {
              onSuccess: () => {
                toast(t("own:gone", { name: said(open.field) }));
                close();
              },
            })
          }
        />
      )}
      {open?.what === "retire-object" && own && (
        <RetireDialog
          title={t("own:retireObject", { name: object.label })}
          object={object.key}
          busy={whole.retire.isPending}
          onClose={close}
          onRetire={() => whole.retire.mutate(own, { onSuccess: onBack })}
        />
      )}
    </main>
  );
}
