import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { Empty } from "@/ui/empty";
import { openCreate } from "../form/create-store";

type Props = { object: ObjectMeta; filtered: boolean; bin: boolean; onClear: () => void };

function useLesson(object: ObjectMeta): string {
  const { t } = useTranslation();
  if (!object.rights.create && !object.rights.import) return t("empty.readOnly");
  const general = t("list.noneHint", { objects: object.label_plural });
  return t(`empty.${object.key}`, { defaultValue: object.rights.import && !object.section ? general : "" });
}

/** Nothing found, or nothing yet: says which, what would be here, and what to do next. */
export function ListEmpty({ object, filtered, bin, onClear }: Props) {
  const { t } = useTranslation();
  const lesson = useLesson(object);
  if (bin) return <Empty icon="trash" title={t("empty.bin")} hint={t("empty.binHint")} />;
  if (filtered)
    return (
      <Empty icon="filter" title={t("list.noneFound")} hint={t("list.noneFoundHint")}>
        <Button onClick={onClear}>{t("list.clear")}</Button>
      </Empty>
    );
  return (
    <Empty icon={object.icon} title={t("list.none", { objects: object.label_plural })} hint={lesson}>
      {object.rights.import && !object.section && (
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
