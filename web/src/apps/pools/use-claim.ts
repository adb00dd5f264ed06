import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { again, refresh } from "@/api/keys";
import type { ObjectMeta } from "@/api/types";
import { ask } from "@/ui/ask";
import { toast } from "@/ui/toast";
import { claim, type Giving, give, type OpenPool, poolKeys, tryClaim } from "./requests";

/** Of several, those that can be claimed, once somebody knows which cannot and why; none where he leaves it. */
async function agreed(pool: OpenPool, records: string[], t: TFunction<"pools">): Promise<string[]> {
  if (records.length < 2) return records;
  const { claimed, refused } = await tryClaim(pool.id, records);
  const [first] = refused;
  if (!first) return records;
  if (claimed.length === 0) throw new Error(first.message);
  const text = [...new Set(refused.map((each) => each.message))].join(" · ");
  const title = t("claimSome", { count: claimed.length, all: records.length });
  const yes = t("claimSeveral", { count: claimed.length });
  return (await ask({ title, text, yes })) ? claimed : [];
}

type Done = { refused: { message: string }[] };

/** Claiming records of a pool and giving them to people: what came of it is said, and the pool is read again. */
export function usePoolSteps(pool: OpenPool, object: ObjectMeta, onDone: () => void) {
  const { t } = useTranslation("pools");
  const client = useQueryClient();
  const navigate = useNavigate();
  const settled = () => {
    refresh(client, object.plural);
    again(client, poolKeys.mine);
    onDone();
  };
  const say = (done: string, { refused }: Done, action?: { label: string; run: () => void }) => {
    const why = [...new Set(refused.map((each) => each.message))].join(" · ");
    const rest = refused.length > 0 ? ` · ${t("refused", { count: refused.length, why })}` : "";
    toast(done + rest, { action });
  };
  const claiming = useMutation({
    meta: { quiet: true },
    mutationFn: async (records: string[]) => {
      const wanted = await agreed(pool, records, t);
      return wanted.length > 0 ? claim(pool.id, wanted) : null;
    },
    onSuccess: (done) => {
      if (!done) return;
      const { claimed, refused } = done;
      const [id = ""] = claimed;
      const open = () => void navigate({ to: "/$plural/$id", params: { plural: object.plural, id } });
      const action = claimed.length === 1 ? { label: t("open"), run: open } : undefined;
      say(t("claimed", { count: claimed.length }), { refused }, action);
    },
    onError: (error) => toast(error.message, { tone: "error" }),
    onSettled: settled,
  });
  const giving = useMutation({
    meta: { quiet: true },
    mutationFn: (body: Giving) => give(pool.id, body),
    onSuccess: ({ assigned, refused }) => {
      say(t("given", { count: assigned.length }), { refused });
      settled();
    },
  });
  return { claiming, giving };
}
