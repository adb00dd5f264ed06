import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { changeRecord, readRecord } from "@/api/records";
import { toast } from "@/ui/toast";
import { plain } from "./grants";
import type { Draft } from "./matrix";
import type { RoleRecord } from "./requests";

export const useRole = (id: string) =>
  useQuery({
    queryKey: keys.record("roles", id),
    queryFn: async ({ signal }) => (await readRecord("roles", id, signal)) as RoleRecord,
    retry: false,
  });

const documentsOf = (role: RoleRecord): Draft => ({ grants: role.grants ?? {}, fields: role.fields ?? {} });
const same = (one: Draft, other: Draft): boolean =>
  plain(one.grants) === plain(other.grants) && plain(one.fields) === plain(other.fields);

/** What is being made of a role, step by step to be taken back, and saving it on the version it began with. */
export function useRoleDraft(role: RoleRecord, onSaved: () => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const stored = useMemo(() => documentsOf(role), [role]);
  const [steps, setSteps] = useState<Draft[]>([]);
  const draft = steps.at(-1) ?? stored;
  const over = () => {
    refresh(client, "roles", role.id);
    void client.invalidateQueries({ queryKey: ["meta"] });
  };
  const back = useMutation({
    mutationFn: ({ to, version }: { to: Draft; version: number }) =>
      changeRecord("roles", role.id, to, version),
    onSuccess: over,
  });
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => changeRecord("roles", role.id, draft, role.version),
    onSuccess: (saved) => {
      client.setQueryData(keys.record("roles", role.id), saved);
      setSteps([]);
      over();
      onSaved();
      toast(t("admin:saved"), {
        action: { label: t("common.undo"), run: () => back.mutate({ to: stored, version: saved.version }) },
      });
    },
  });
  return {
    draft,
    dirty: !same(draft, stored),
    change: (next: Draft) => setSteps((old) => [...old.slice(-49), next]),
    stepBack: () => setSteps((old) => old.slice(0, -1)),
    reset: () => setSteps([]),
    save,
  };
}
