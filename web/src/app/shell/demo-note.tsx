import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeDemo } from "@/api/session";
import { useJob } from "@/api/use-job";
import { useSignedIn } from "@/metadata/session";
import { ask } from "@/ui/ask";
import { toast } from "@/ui/toast";

/** Says that these are not one's own figures, and takes them away in one click. */
export function DemoNote() {
  const { t } = useTranslation();
  const { company, user } = useSignedIn();
  const client = useQueryClient();
  const [job, setJob] = useState<string | null>(null);
  const running = useJob(job, () => {
    setJob(null);
    toast(t("app.demoRemoved"));
    void client.invalidateQueries();
  });
  if (!company.demo) return null;
  const remove = async () => {
    const sure = await ask({
      title: t("app.demoRemoveAsk"),
      text: t("app.demoRemoveHint"),
      yes: t("app.demoRemove"),
      danger: true,
    });
    if (!sure) return;
    const answer = await removeDemo().catch((error: Error) => {
      toast(error.message, { tone: "error" });
      return null;
    });
    if (answer?.job) setJob(answer.job);
  };
  return (
    <div className="demo">
      <span>{job ? running?.message || t("app.demoRemoving") : t("app.demoNote")}</span>
      {user.admin && !job && (
        <button type="button" className="plain" onClick={() => void remove()}>
          {t("app.demoRemove")}
        </button>
      )}
    </div>
  );
}
