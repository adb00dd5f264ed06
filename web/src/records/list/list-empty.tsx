import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { Empty } from "@/ui/empty";
import { openCreate } from "../form/create-store";

type Props = { object: ObjectMeta; filtered: boolean; onClear: () => void };

/** Nothing found, or nothing yet: says which, and what to do next. */
export function ListEmpty({ object, filtered, onClear }: Props) {
  const { t } = useTranslation();
  if (filtered)
    return (
      <Empty icon="filter" title={t("list.noneFound")} hint={t("list.noneFoundHint")}>
        <Button onClick={onClear}>{t("list.clear")}</Button>
      </Empty>
    );
  return (
    <Empty
      icon={object.icon}
      title={t("list.none", { objects: object.label_plural })}
      hint={t("list.noneHint", { objects: object.label_plural })}
    >
      {object.rights.import && (
        <Link to="/import">
          <Button tabIndex={-1}>{t("list.importFirst")}</Button>
        </Link>
      )}
      {object.rights.create && (
        <Button type="primary" onClick={() => openCreate({ object: object.key })}>
          {t("list.newOne", { object: object.label })}
        </Button>
      )}
    </Empty>
  );
}
