import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Undo2 } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "@/api/types";
import { useJob } from "@/api/use-job";
import { clock, relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { toast } from "@/ui/toast";
import { qualityKeys, readMerges, type StandingMerge, undoMerge } from "./requests";

/** One merge in bulk, and its undoing with how far it is. */
function Merged({ object, merge }: { object: string; merge: StandingMerge }) {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  const [job, setJob] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: () => undoMerge(object, merge.change),
    onSuccess: (started) => setJob(started.job),
    onError: (error) => toast(error.message, { tone: "error" }),
  });
  const over = useCallback(
    ({ result }: Job) => {
      const { kept } = result as { kept: number };
      toast(kept > 0 ? t("undoneBut", { count: kept }) : t("undone"));
      setJob(null);
      void client.invalidateQueries();
    },
    [t, client],
  );
  const running = useJob(job, over);
  if (job && running?.state === "failed") return <Note danger>{running.message}</Note>;
  if (job) return <Progress label={t("undoing")} done={running?.done} total={running?.total} />;
  const when = merge.at
    ? `${relativeDay(merge.at, currentLanguage())} ${clock(merge.at, currentLanguage())}`
    : "";
  return (
    <p className="duplicates__merge muted">
      {t("mergedAt", { count: merge.merged, when })}
      <Button
        size="small"
        icon={<Undo2 size={13} />}
        loading={start.isPending}
        onClick={() => start.mutate()}
      >
        {t("undo")}
      </Button>
    </p>
  );
}

/** The latest merges in bulk that can still be taken apart. */
export function Merges({ object }: { object: string }) {
  const query = useQuery({
    queryKey: qualityKeys.merges(object),
    queryFn: ({ signal }) => readMerges(object, signal),
  });
  return query.data?.items.map((each) => <Merged key={each.change} object={object} merge={each} />);
}
