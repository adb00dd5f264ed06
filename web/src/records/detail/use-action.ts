import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { needsApproval, Problem } from "@/api/problem";
import { runAction } from "@/api/records";
import type { ActionMeta, ObjectMeta, RecordData } from "@/api/types";
import { ask } from "@/ui/ask";
import { toast } from "@/ui/toast";
import { useUndo } from "../bulk/use-bulk";
import { useExtension } from "../extensions";

/** What the server cannot take back. */
const final = new Set(["erase"]);
type Run = { action: ActionMeta; input: Record<string, unknown> };

/** Whether a refusal is said at one of the fields that were asked for. */
const named = (error: Error, action: ActionMeta) =>
  error instanceof Problem && error.errors.some((one) => action.input.some(({ name }) => name === one.field));

/** What was filled in. */
export const given = (input: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined));

/** Business steps of a record: asks for input or for certainty, runs, shows the answer, offers undo. */
export function useAction(object: ObjectMeta, record: RecordData) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const undo = useUndo();
  const { answers = {}, asks = {} } = useExtension(object.key);
  const [asking, setAsking] = useState<ActionMeta | null>(null);
  const [answer, setAnswer] = useState<{ action: string; result: unknown } | null>(null);
  const run = useMutation({
    meta: { quiet: true },
    mutationFn: ({ action, input }: Run) =>
      runAction(object.plural, record.id, action.name, { ...given(input), version: record.version }),
    onSuccess: async ({ record: saved, result, change }, { action }) => {
      setAsking(null);
      if (saved.version) client.setQueryData(keys.record(object.plural, record.id), saved);
      // Handed to somebody whose records are not for this person's eyes: there is nothing here to stay at or take back.
      else await navigate({ to: "/$plural", params: { plural: object.plural } });
      refresh(client, object.plural, record.id);
      if (answers[action.name]) return setAnswer({ action: action.name, result });
      const back =
        saved.version && change && !final.has(action.name)
          ? { label: t("common.undo"), run: () => undo(object.plural, change) }
          : undefined;
      toast(t("record.actionDone", { action: action.label }), { action: back });
    },
    onError: (error, { action }) => {
      if (needsApproval(error)) return setAsking(null);
      // What was asked for in a dialog is refused there, at the field or above all of them.
      if (action.input.length === 0 && !asks[action.name]) toast(error.message, { tone: "error" });
    },
  });
  const start = async (action: ActionMeta) => {
    run.reset();
    if (action.input.length > 0 || asks[action.name]) return setAsking(action);
    if (
      action.danger &&
      !(await ask({
        title: t("record.actionAsk", { action: action.label }),
        yes: action.label,
        danger: true,
      }))
    )
      return;
    run.mutate({ action, input: {} });
  };
  return {
    start: (action: ActionMeta) => void start(action),
    submit: (input: Record<string, unknown>) => asking && run.mutate({ action: asking, input }),
    asking,
    cancel: () => setAsking(null),
    busy: run.isPending,
    errors: run.error instanceof Problem ? run.error.byField() : {},
    refused: run.error && asking && !named(run.error, asking) ? run.error.message : undefined,
    answer,
    Asked: asking ? asks[asking.name] : undefined,
    Answer: answer ? answers[answer.action] : undefined,
    closeAnswer: () => setAnswer(null),
  };
}
