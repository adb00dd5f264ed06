import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TagGroup } from "@/api/labels";
import { currentLanguage } from "@/lib/i18n";
import { Tag } from "@/ui/tag";
import type { Said } from "./requests";
import { why } from "./why";

type Shown = { name: string; tags: { said: Said; colour?: string }[] };

/** The tags of a record by their groups, in the order of these; words that stand in none come last. */
export function grouped(tags: Said[], groups: TagGroup[], others: string): Shown[] {
  const left = new Map(tags.map((said) => [said.value, said]));
  const found = groups.map((group) => ({
    name: group.name[currentLanguage()],
    tags: group.tags.flatMap(({ name, color }) => {
      const said = left.get(name);
      left.delete(name);
      return said ? [{ said, colour: color }] : [];
    }),
  }));
  const rest = { name: groups.length > 0 ? others : "", tags: [...left.values()].map((said) => ({ said })) };
  return [...found, rest].filter((shown) => shown.tags.length > 0);
}

/** Tags by group; where one comes from is said under the pointer, and below it when tapped. */
export function TagList({ tags, groups }: { tags: Said[]; groups: TagGroup[] }) {
  const { t } = useTranslation("labels");
  const [open, setOpen] = useState<string | null>(null);
  return grouped(tags, groups, t("others")).map((shown) => {
    const told = shown.tags.find(({ said }) => said.value === open);
    return (
      <div key={shown.name} className="labels__edit">
        <div className="labels__row">
          {shown.name && <span className="labels__name">{shown.name}</span>}
          {shown.tags.map(({ said, colour }) => (
            <button
              key={said.value}
              type="button"
              className="labels__tag"
              aria-expanded={open === said.value}
              title={why(said, t)}
              onClick={() => setOpen(open === said.value ? null : said.value)}
            >
              <Tag text={said.value} colour={colour} />
            </button>
          ))}
        </div>
        {told && <p className="labels__why">{why(told.said, t)}</p>}
      </div>
    );
  });
}
