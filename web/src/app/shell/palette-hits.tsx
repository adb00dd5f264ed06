import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { search } from "@/api/records";
import { useObjects } from "@/metadata/meta";
import { Avatar } from "@/ui/avatar";
import { useDelayed } from "@/ui/use-delayed";

const people = new Set(["contact", "lead", "user"]);

interface Hit {
  value: string;
  title: string;
  subtitle?: string | null | undefined;
  label: string;
  person: boolean;
  open: () => void;
}

function useFound(typed: string, close: () => void): { hits: Hit[]; behind: boolean } {
  const navigate = useNavigate();
  const objectOf = useObjects();
  const q = useDelayed(typed, 70);
  const found = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => search(q, signal),
    enabled: q.trim().length > 0,
    placeholderData: (previous) => (q ? previous : undefined),
  });
  const hits = ((typed && q ? found.data?.items : undefined) ?? []).flatMap((hit) => {
    const object = objectOf(hit.object);
    if (!object) return [];
    const open = () => {
      close();
      void navigate({ to: "/$plural/$id", params: { plural: object.plural, id: hit.id } });
    };
    const value = `hit-${hit.object}-${hit.id}`;
    return [{ ...hit, value, label: object.label, person: people.has(hit.object), open }];
  });
  const asked = typed.trim().length > 0 && !found.isError;
  return { hits, behind: asked && (typed !== q || found.isPending || found.isPlaceholderData) };
}

/** What is found for `typed`. The best hit of the newest answer is the chosen one, not what led an earlier answer;
 * Enter pressed before that answer is there (`enter()` is true) opens it when it comes. */
export function useHits(typed: string, close: () => void) {
  const { hits, behind } = useFound(typed, close);
  const [chosen, choose] = useState("");
  const entered = useRef("");
  const answered = behind ? undefined : typed;
  const best = useRef(hits[0]);
  best.current = hits[0];
  useEffect(() => {
    if (answered === undefined || !best.current) return;
    choose(best.current.value);
    if (answered && entered.current === answered) best.current.open();
  }, [answered]);
  const enter = () => {
    const waits = behind && (chosen === "" || chosen.startsWith("hit-"));
    if (waits) entered.current = typed;
    return waits;
  };
  return { hits, chosen, choose, enter };
}

export function Hits({ hits }: { hits: Hit[] }) {
  const { t } = useTranslation();
  if (hits.length === 0) return null;
  return (
    <Command.Group heading={t("palette.records")}>
      {hits.map((hit) => (
        <Command.Item key={hit.value} value={hit.value} onSelect={hit.open}>
          <Avatar title={hit.title} person={hit.person} />
          <span className="ellipsis">{hit.title}</span>
          <span className="palette__hint ellipsis grow">{hit.subtitle}</span>
          <span className="palette__hint">{hit.label}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
