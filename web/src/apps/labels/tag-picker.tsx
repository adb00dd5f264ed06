import { useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import type { Group } from "./requests";

/** The chosen tags when one more is: of a group of single choice the newest stays. */
export function settled(chosen: string[], groups: Group[]): string[] {
  const single = groups.filter((group) => !group.multiple);
  return chosen.filter((name, at) => {
    const group = single.find(({ tags }) => tags.some((tag) => tag.name === name));
    const later = chosen.slice(at + 1);
    return !group?.tags.some((tag) => tag.name !== name && later.includes(tag.name));
  });
}

type Props = {
  groups: Group[];
  value: string[];
  busy: boolean;
  onSave: (tags: string[]) => void;
  onClose: () => void;
};

/** Choosing tags by group; what rules give is shown and cannot be chosen. */
export function TagPicker({ groups, value, busy, onSave, onClose }: Props) {
  const { t } = useTranslation("labels");
  const ruled = new Set(
    groups.flatMap(({ tags }) => tags.filter((tag) => tag.ruled).map(({ name }) => name)),
  );
  const fixed = value.filter((name) => ruled.has(name));
  const [chosen, setChosen] = useState(value.filter((name) => !ruled.has(name)));
  const free = groups.length === 0 || groups.some((group) => group.free);
  const options = groups.map((group) => ({
    label: group.name[currentLanguage()],
    options: group.tags.map((tag) => ({
      value: tag.name,
      label: tag.ruled ? `${tag.name} (${t("byRule")})` : tag.name,
      disabled: tag.ruled || !group.open,
    })),
  }));
  return (
    <div className="labels__edit">
      <Select
        autoFocus
        mode={free ? "tags" : "multiple"}
        aria-label={t("tags")}
        placeholder={t(free ? "pick" : "pickOnly")}
        value={chosen}
        options={options}
        tokenSeparators={[",", "，", "、", ";"]}
        onChange={(names: string[]) => setChosen(settled(names, groups))}
      />
      <div className="labels__row">
        <PlainButton label={t("done")} disabled={busy} onClick={() => onSave([...fixed, ...chosen])} />
        <PlainButton label={t("cancel")} onClick={onClose} />
      </div>
    </div>
  );
}
