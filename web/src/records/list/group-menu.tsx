import { Rows3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { fieldOf } from "@/metadata/meta";
import { Menu } from "@/ui/menu";

type Props = { object: ObjectMeta; group: string | undefined; onGroup: (group: string | undefined) => void };

/** Groups the list by a field whose values make groups. */
export function GroupMenu({ object, group, onGroup }: Props) {
  const { t } = useTranslation();
  const fields = object.fields.filter((field) => field.groupable);
  if (fields.length === 0) return null;
  const chosen = group ? fieldOf(object, group) : undefined;
  const items = [
    ...(chosen ? [{ key: "", label: t("group.none"), onClick: () => onGroup(undefined) }] : []),
    ...fields.map(({ name, label }) => ({ key: name, label, onClick: () => onGroup(name) })),
  ];
  return (
    <Menu items={items} selected={group ?? ""}>
      <button type="button" className="plain" aria-pressed={chosen !== undefined}>
        <Rows3 size={15} strokeWidth={1.8} aria-hidden="true" />
        <span className="hide-phone">{chosen ? chosen.label : t("group.by")}</span>
        <span className="sr-only only-phone">{t("group.by")}</span>
      </button>
    </Menu>
  );
}
