import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { again, keys } from "@/api/keys";
import { type LiveEvent, listen } from "@/api/stream";
import { useMeta, useObjects } from "@/metadata/meta";

const pause = 400;

/** Asks again, with this person's own rights, for what others have changed; bursts are answered once. */
export function LiveUpdates() {
  const client = useQueryClient();
  const objectOf = useObjects();
  const meta = useMeta();
  const objects = meta.objects
    .filter((object) => object.rights.read)
    .flatMap((object) => [object.key, object.plural]);
  const wanted = objects.join(",");
  const lookup = useRef(objectOf);
  lookup.current = objectOf;
  const parents = useRef((_key: string): string[] => []);
  parents.current = (key) =>
    meta.objects
      .filter((object) => object.related.some((related) => related.object === key))
      .map((object) => object.plural);
  useEffect(() => {
    if (__MOCK__ || typeof EventSource === "undefined") return;
    const dirty = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      for (const entry of dirty) again(client, JSON.parse(entry) as unknown[]);
      dirty.clear();
    };
    const mark = (...changed: (readonly unknown[])[]) => {
      for (const key of changed) dirty.add(JSON.stringify(key));
      timer ??= setTimeout(flush, pause);
    };
    const receive = (event: LiveEvent) => {
      if (event.type === "meta") return mark(["meta"]);
      if (event.type === "notice") return mark(["notices"], ["approvals"]);
      if (event.type === "job") return mark(["job", event.id], ["import"]);
      const changed = lookup.current(event.object);
      const plural = changed?.plural ?? event.object;
      mark(keys.rows(plural), ["record", plural], keys.today);
      for (const parent of parents.current(changed?.key ?? event.object)) mark(["record", parent]);
    };
    const stop = listen(
      wanted.split(","),
      receive,
      () => void client.invalidateQueries(),
      () => void client.invalidateQueries({ queryKey: keys.session }),
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, wanted]);
  return null;
}
