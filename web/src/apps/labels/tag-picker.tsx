import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TagGroup } from "@/api/labels";
import { GroupedTags } from "@/fields/tags/grouped";
import { Day } from "@/ui/day";
import { PlainButton } from "@/ui/plain-button";

type Props = {
  groups: TagGroup[];
  value: string[];
  busy: boolean;
  onSave: (tags: string[], until?: string) => void;
  onClose: () => void;
};

const anything: TagGroup[] = [
  { id: "", name: { zh: "", en: "" }, multiple: true, free: true, open: true, tags: [] },
];

/** Choosing tags by group, those that are new until a day if one is given. */
export function TagPicker({ groups, value, busy, onSave, onClose }: Props) {
  const { t } = useTranslation("labels");
  const [chosen, setChosen] = useState(value);
  const [until, setUntil] = useState<string | null>(null);
  const more = chosen.some((name) => !value.includes(name));
  const end = until && more ? new Date(`${until}T23:59:59`).toISOString() : undefined;
  return (
    <div className="labels__edit">
      <GroupedTags
        autoFocus
        label={t("tags")}
        groups={groups.length > 0 ? groups : anything}
        value={chosen}
        onChange={setChosen}
      />
      {more && (
        <div className="labels__until">
          <span className="muted" aria-hidden="true">
            {t("endDay")}
          </span>
          <Day label={t("endDay")} value={until} onChange={setUntil} />
        </div>
      )}
      <div className="labels__row">
        <PlainButton label={t("done")} disabled={busy} onClick={() => onSave(chosen, end)} />
        <PlainButton label={t("cancel")} onClick={onClose} />
      </div>
    </div>
  );
}
