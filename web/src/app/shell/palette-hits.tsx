import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { ArrowRight } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { searchAll } from "@/api/records";
import type { ObjectMeta, SearchHit } from "@/api/types";
import { useObjects } from "@/metadata/meta";
import { Avatar } from "@/ui/avatar";
import { Marked } from "@/ui/marked";
import { useSpaced } from "@/ui/use-delayed";

const people = new Set(["contact", "lead", "user"]);

type Hit = SearchHit & { value: string };

/** Hits of one object; `q` is what all of them are found by in its list. */
export interface Group {
  object: ObjectMeta;
  q: string;
  similar: boolean;
  hits: Hit[];
}

export interface Opening {
  hit: (hit: SearchHit) => void;
  all: (object: ObjectMeta, q: string) => void;
}

function useOpening(close: () => void, remember: (q: string) => void, typed: string): Opening {
  const navigate = useNavigate();
  const objectOf = useObjects();
  const leave = () => {
    remember(typed);
    close();
  };
  return {
    hit: (hit) => {
      const object = objectOf(hit.object);
      if (!object) return;
      leave();
      void navigate({ to: "/$plural/$id", params: { plural: object.plural, id: hit.id } });
    },
    all: (object, q) => {
      leave();
      void navigate({ to: "/$plural", params: { plural: object.plural }, search: { q, saved: "all" } });
    },
  };
}

const arranged = ({ object }: Group) => object.group === "settings";

/** In the order of their best hits, what is arranged behind what is worked with. */
function grouped(
  hits: SearchHit[],
  objectOf: (key: string) => ObjectMeta | undefined,
  q: string,
  similar: boolean,
): Group[] {
  const found = new Map<string, Group>();
  for (const hit of hits) {
    const object = objectOf(hit.object);
    if (!object) continue;
    const group = found.get(object.key) ?? { object, q, similar, hits: [] };
    group.hits.push({ ...hit, value: `hit-${hit.object}-${hit.id}` });
    found.set(object.key, group);
  }
  return [...found.values()].sort((one, other) => Number(arranged(one)) - Number(arranged(other)));
}

function useFound(typed: string): { groups: Group[]; behind: boolean } {
  const objectOf = useObjects();
  const q = useSpaced(typed, 70);
  const found = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => searchAll(q, signal),
    enabled: q.trim().length > 0,
    placeholderData: (previous) => (q ? previous : undefined),
  });
  const data = typed.trim() && q ? found.data : undefined;
  const groups = useMemo(
    () =>
      data
        ? [...grouped(data.items, objectOf, q, false), ...grouped(data.similar, objectOf, data.meant, true)]
        : [],
    [data, objectOf, q],
  );
  const asked = typed.trim().length > 0 && !found.isError;
  return { groups, behind: asked && (typed !== q || found.isPending || found.isPlaceholderData) };
}

/** What is found for `typed`. The best hit of the newest answer is the chosen one, not what led an earlier answer;
 * Enter pressed before that answer is there (`enter()` is true) opens it when it comes. */
export function useHits(typed: string, close: () => void, remember: (q: string) => void) {
  const { groups, behind } = useFound(typed);
  const opening = useOpening(close, remember, typed);
  const [chosen, choose] = useState("");
  const entered = useRef("");
  const answered = behind ? undefined : typed;
  const first = groups[0]?.hits[0];
  const best = useRef(() => {});
  best.current = () => {
    if (!first) return;
    choose(first.value);
    if (answered && entered.current === answered) opening.hit(first);
  };
  useEffect(() => {
    if (answered !== undefined) best.current();
  }, [answered]);
  const enter = () => {
    const waits = behind && (chosen === "" || chosen.startsWith("hit-"));
    if (waits) entered.current = typed;
    return waits;
  };
  return { groups, opening, behind, chosen, choose, enter };
}

export function Hits({ groups, opening }: { groups: Group[]; opening: Opening }) {
  const { t } = useTranslation();
  return groups.map(({ object, q, similar, hits }) => (
    <Command.Group
      key={`${object.key}-${similar}`}
      heading={similar ? t("palette.similar", { object: object.label_plural, q }) : object.label_plural}
    >
      {hits.map((hit) => (
        <Command.Item key={hit.value} value={hit.value} onSelect={() => opening.hit(hit)}>
          <Avatar title={hit.title} person={people.has(hit.object)} />
          <span className="palette__title ellipsis">
            <Marked text={hit.title} q={q} meant={hit.parts} />
          </span>
          <span className="palette__hint ellipsis grow">
            <Marked text={[hit.matched, hit.subtitle].filter(Boolean).join(" · ")} q={q} />
          </span>
          {hit.number && (
            <span className="palette__hint palette__number">
              <Marked text={hit.number} q={q} />
            </span>
          )}
        </Command.Item>
      ))}
      {object.group !== "settings" && (
        <Command.Item value={`hit-all-${object.key}-${similar}`} onSelect={() => opening.all(object, q)}>
          <ArrowRight size={15} />
          <span className="palette__hint">{t("palette.all", { objects: object.label_plural, q })}</span>
        </Command.Item>
      )}
    </Command.Group>
  ));
}
