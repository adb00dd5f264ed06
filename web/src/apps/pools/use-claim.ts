import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { again, refresh } from "@/api/keys";
import type { ObjectMeta } from "@/api/types";
import { toast } from "@/ui/toast";
import { claim, type Giving, give, type OpenPool, poolKeys } from "./requests";

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
    mutationFn: (records: string[]) => claim(pool.id, records),
    onSuccess: ({ claimed, refused }) => {
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
