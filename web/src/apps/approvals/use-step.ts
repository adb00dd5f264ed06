import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { noticeKeys } from "@/api/notices";
import { toast } from "@/ui/toast";
import { approvalKeys, takeStep } from "./requests";

export type Way =
  | "approve"
  | "reject"
  | "return"
  | "hand_on"
  | "add_signer"
  | "copy"
  | "withdraw"
  | "urge"
  | "resubmit";
export const dangerous: ReadonlySet<Way> = new Set<Way>(["reject", "withdraw"]);

/** Takes a step of a case and has everything that may have changed asked for again. */
export function useStep(id: string, onDone?: () => void) {
  const client = useQueryClient();
  const { t } = useTranslation("approvals");
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ way, body }: { way: Way; body: object }) => takeStep(id, way, body),
    onSuccess: (saved, { way }) => {
      client.setQueryData(approvalKeys.one(id), saved);
      toast(t(`done.${way}`));
      onDone?.();
    },
    onError: (error, { way }) => {
      if (way === "urge") toast(error.message, { tone: "error" });
    },
    // What was refused has often been decided by somebody else meanwhile.
    onSettled: () => {
      for (const queryKey of [approvalKeys.all, noticeKeys.all, ["record"], ["rows"], ["today"]])
        void client.invalidateQueries({ queryKey });
    },
  });
}
