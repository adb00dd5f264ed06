import { useTranslation } from "react-i18next";
import type { TagGroup } from "@/api/labels";
import { currentLanguage } from "@/lib/i18n";
import { Select } from "@/ui/select";
import { Tag } from "@/ui/tag";
import { settled } from "./use-groups";

type Props = {
  groups: TagGroup[];
  label: string;
  value: string[];
  onChange: (tags: string[]) => void;
  id?: string;
  invalid?: boolean;
  autoFocus?: boolean;
};

/** Choosing tags by group: of a single choice the newest stays, what rules give is shown and stays as it is. */
export function GroupedTags({ groups, label, value, onChange, id, invalid, autoFocus }: Props) {
  const { t } = useTranslation();
  const known = new Map(groups.flatMap(({ tags }) => tags.map((tag) => [tag.name, tag])));
  const ruled = value.filter((name) => known.get(name)?.ruled);
  const free = groups.some((group) => group.free);
  const change = (names: string[]) => onChange(settled([...new Set([...ruled, ...names])], groups));
  return (
    <Select
      id={id}
      autoFocus={autoFocus}
      className="select-wide"
      status={invalid ? "error" : undefined}
      mode={free ? "tags" : "multiple"}
      aria-label={label}
      placeholder={t(free ? "fields.tagsFree" : "fields.tagsOnly")}
      value={value}
      options={groups.map((group) => ({
        label: group.name[currentLanguage()],
        options: group.tags.map((tag) => ({
          value: tag.name,
          label: tag.ruled ? `${tag.name} (${t("fields.tagByRule")})` : tag.name,
          disabled: tag.ruled || !group.open,
        })),
      }))}
      optionRender={({ value: name, label: shown }) => (
        <Tag text={String(shown ?? name)} colour={known.get(String(name))?.color} />
      )}
      tokenSeparators={[",", "，", "、", ";"]}
      onChange={change}
    />
  );
}
