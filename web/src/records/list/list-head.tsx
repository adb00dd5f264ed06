import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Plus, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import { useContextActions } from "@/ui/context-actions";
import { Icon } from "@/ui/icon";
import { useShortcuts } from "@/ui/shortcuts";
import { useExtension } from "../extensions";
import { openCreate } from "../form/create-store";

export type HeadProps = { object: ObjectMeta; count?: number; capped?: boolean };

export const countText = (count: number, capped: boolean): string =>
  new Intl.NumberFormat(languageTag(currentLanguage())).format(capped ? count - 1 : count) +
  (capped ? "+" : "");

/** Name of the list, how many rows, and what one can start from here. */
export function ListHead({ object, count, capped = false }: HeadProps) {
  const { t } = useTranslation();
  const { create } = object.rights;
  const { from } = useExtension(object.key);
  const add = () => openCreate({ object: object.key });
  const label = t("list.newOne", { object: object.label });
  useShortcuts(create ? { n: add } : {});
  useContextActions(create ? [{ key: "new", label, icon: "plus", run: add }] : []);
  return (
    <header className="head">
      <h1>{object.label_plural}</h1>
      {count !== undefined && (
        <span className="head__count num" role="status">
          {t("list.count", { count, text: countText(count, capped) })}
        </span>
      )}
      <span className="grow" />
      {object.rights.import && (
        <Link to="/import" className="hide-phone">
          <Button icon={<Upload size={14} />} tabIndex={-1}>
            {t("app.import")}
          </Button>
        </Link>
      )}
      {create && from && (
        <Link to={from.to} aria-label={t(from.label)}>
          <Button icon={<Icon name={from.icon} size={15} />} tabIndex={-1}>
            <span className="hide-phone">{t(from.label)}</span>
          </Button>
        </Link>
      )}
      {create && (
        <Button type="primary" icon={<Plus size={15} />} onClick={add} aria-label={label}>
          <span className="hide-phone">{label}</span>
        </Button>
      )}
    </header>
  );
}
