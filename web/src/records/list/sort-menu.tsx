import { ArrowDown, ArrowDownUp, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { readSort, toggleSort } from "@/lib/list-state";
import { fieldOf } from "@/metadata/meta";
import { Menu } from "@/ui/menu";

type Props = {
  object: ObjectMeta;
  sort: string | undefined;
  /** Something is looked for, so the best hits come first while nothing else is chosen. */
  looked: boolean;
  onSort: (sort: string | undefined) => void;
};

/** Sorts by any field that can be sorted; picking the same field again turns the direction. */
export function SortMenu({ object, sort: given, looked, onSort }: Props) {
  const { t } = useTranslation();
  const sort = given ?? (looked ? undefined : (object.sort ?? undefined));
  const [key] = readSort(sort);
  const chosen = key && fieldOf(object, key.field);
  const Mark = key?.desc ? ArrowDown : ArrowUp;
  const items = [
    ...(key
      ? [{ key: "", label: t(looked ? "list.relevance" : "list.unsorted"), onClick: () => onSort(undefined) }]
      : []),
    ...object.fields
      .filter((field) => field.sortable)
      .map((field) => ({
        key: field.name,
        label: field.label,
        icon: field.name === key?.field ? <Mark size={13} /> : undefined,
        onClick: () => onSort(toggleSort(sort, field.name, false) ?? field.name),
      })),
  ];
  return (
    <Menu items={items} selected={key?.field ?? ""}>
      <button type="button" className="plain" aria-pressed={Boolean(chosen) && sort !== object.sort}>
        <ArrowDownUp size={15} strokeWidth={1.8} aria-hidden="true" />
        <span className="hide-phone">
          {chosen ? chosen.label : t(looked ? "list.relevance" : "list.sort")}
        </span>
        <span className="sr-only only-phone">{t("list.sort")}</span>
      </button>
    </Menu>
  );
}
