import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { usePools } from "@/apps/pools/use-pools";
import { useMeta } from "@/metadata/meta";

const fixed: [string, string, string, string][] = [
  ["today", "/today", "calendar-check", "t"],
  ["notices", "/notices", "bell", "n"],
  ["approvals", "/approvals", "shield-check", "v"],
  ["collisions", "/collision-cases", "swords", "x"],
  ["pools", "/public-pools", "waves", "w"],
  ["import", "/import", "upload", "i"],
  ["quality", "/quality", "gauge", "d"],
  ["settings", "/settings", "settings", "s"],
];

const tools = new Set(["import", "quality", "settings"]);

export type Place = {
  id: string;
  to: string;
  label: string;
  icon: string;
  letter: string;
  object?: ObjectMeta;
};
export type PlaceGroup = { key: string; label: string | null; places: Place[] };

/** The first letter of the key that no other place has. */
function letterFor(key: string, taken: Set<string>): string {
  const free = [...key].find((letter) => /[a-z]/.test(letter) && !taken.has(letter)) ?? "";
  if (free) taken.add(free);
  return free;
}

/** Where one can go, in groups as the navigation shows them. */
export function usePlaces(): { groups: PlaceGroup[]; all: Place[] } {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const there: Record<string, boolean> = {
    import: objects.some((object) => object.rights.import),
    quality: objects.some((object) => object.group === "data"),
    approvals: objects.some((object) => object.key === "delegation"),
    collisions: objects.some((object) => object.key === "registration" && object.rights.read),
    pools: usePools(objects.some((object) => object.key === "pool")).length > 0,
  };
  const taken = new Set<string>();
  const top: Place[] = fixed
    .filter(([id]) => there[id] ?? true)
    .map(([id, to, icon, letter]) => {
      taken.add(letter);
      return { id, to, icon, letter, label: t(`app.${id}`) };
    });
  const groups = (["data", "sales"] as const).map((key) => ({
    key,
    label: t(`app.group_${key}`),
    places: objects
      .filter((object) => object.group === key && !object.section && object.rights.read)
      .map((object) => ({
        id: object.key,
        to: `/${object.plural}`,
        icon: object.icon,
        label: object.label_plural,
        letter: letterFor(object.key, taken),
        object,
      })),
  }));
  const first = top.filter((place) => !tools.has(place.id));
  const rest = top.filter((place) => tools.has(place.id));
  const all = [
    { key: "top", label: null, places: first },
    ...groups.filter((group) => group.places.length > 0),
    { key: "tools", label: null, places: rest },
  ];
  return { groups: all, all: all.flatMap((group) => group.places) };
}
