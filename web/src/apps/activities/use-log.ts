import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { createRecord, runAction } from "@/api/records";
import type { RecordData } from "@/api/types";
import type { Calls } from "@/records/calling/called";
import { toast } from "@/ui/toast";

export type Tied = { object: string; plural: string; id: string };
export type FollowUp = {
  kind: string;
  text: string;
  due?: string | null;
  next_contact?: string | null;
  done: boolean;
  attachments?: unknown;
  severity?: string | null;
  calls?: Calls;
};

const firstLine = (text: string): string => text.trim().split("\n")[0]?.slice(0, 80) ?? "";

/** Writes a follow-up: the first line is its subject, the whole its text. */
export function useLog(related: Tied[], onDone: () => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ text, kind, due, next_contact, done, attachments, severity, calls }: FollowUp) => {
      const subject = firstLine(text) || t(`activity.${kind}`, { defaultValue: kind });
      const body = text.trim() === subject ? undefined : text.trim();
      const values = {
        kind,
        subject,
        body,
        due: due ?? undefined,
        next_contact: next_contact ?? undefined,
        done,
        attachments: attachments ?? undefined,
        severity: severity ?? undefined,
        ...calls,
      };
      return createRecord("activities", {
        ...JSON.parse(JSON.stringify(values)),
        related: related.map(({ object, id }) => ({ object, id })),
      });
    },
    onSuccess: () => {
      refresh(client, "activities");
      for (const one of related) refresh(client, one.plural, one.id);
      onDone();
      toast(t("activity.logged"));
    },
  });
}

export type Outcome = { outcome?: string | null; text: string; next_contact?: string | null; calls?: Calls };

/** Ends something that was due: how it went, and when to be in touch again. */
export function useComplete(activity: RecordData, onDone: () => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ outcome, text, next_contact, calls }: Outcome) =>
      runAction("activities", activity.id, "complete", {
        ...(outcome ? { outcome } : {}),
        ...(text.trim() ? { body: text.trim() } : {}),
        ...(next_contact ? { next_contact } : {}),
        ...calls,
        version: activity.version,
      }),
    onSuccess: () => {
      refresh(client, "activities");
      onDone();
      toast(t("activity.completed"));
    },
  });
}
