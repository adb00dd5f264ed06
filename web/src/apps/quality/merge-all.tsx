import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "@/api/types";
import { useJob } from "@/api/use-job";
import { ask } from "@/ui/ask";
import { Progress } from "@/ui/progress";
import { toast } from "@/ui/toast";
import { type MergedAll, mergePairs } from "./requests";

type Props = { object: string; count: number; sure: number };

/** Merges all pairs that are almost certainly one, as one change that can be taken back. */
export function MergeAll({ object, count, sure }: Props) {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  const [job, setJob] = useState<string | null>(null);
  const refresh = useCallback(() => client.invalidateQueries(), [client]);
  const failed = (error: Error) => toast(error.message, { tone: "error" });
  const start = useMutation({
    mutationFn: () => mergePairs(object, sure),
    onSuccess: (started) => setJob(started.job),
    onError: failed,
  });
  const over = useCallback(
    ({ result }: Job) => {
      const { merged, left, refused } = result as MergedAll;
      const why = refused[0]?.message ?? "";
      const text = left > 0 ? t("mergedSome", { count: merged, left, why }) : t("merged", { count: merged });
      toast(merged + left > 0 ? text : t("mergedNone"), { tone: left > 0 ? "error" : "good" });
      setJob(null);
      void refresh();
    },
    [t, refresh],
  );
  const running = useJob(job, over);
  if (job && running?.state === "failed") return <p role="alert">{running.message}</p>;
  if (job)
    return <Progress label={running?.message || t("merging")} done={running?.done} total={running?.total} />;
  const go = async () => {
    const sureOfIt = { title: t("mergeAll", { count }), text: t("mergeAllAsk"), yes: t("mergeAllYes") };
    if (await ask(sureOfIt)) start.mutate();
  };
  return (
    <Button loading={start.isPending} onClick={() => void go()}>
      {t("mergeAll", { count })}
    </Button>
  );
}
