import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { removeDemo } from "@/api/session";
import { useSignedIn } from "@/metadata/session";
import { ask } from "@/ui/ask";
import { toast } from "@/ui/toast";

/** Says that these are not one's own figures, and takes them away in one click. */
export function DemoNote() {
  const { t } = useTranslation();
  const { company, user } = useSignedIn();
  const client = useQueryClient();
  if (!company.demo) return null;
  const remove = async () => {
    const sure = await ask({
      title: t("app.demoRemoveAsk"),
      text: t("app.demoRemoveHint"),
      yes: t("app.demoRemove"),
      danger: true,
    });
    if (!sure) return;
    await removeDemo();
    toast(t("app.demoRemoved"));
    await client.invalidateQueries();
  };
  return (
    <div className="demo">
      <span>{t("app.demoNote")}</span>
      {user.admin && (
        <button type="button" className="plain" onClick={() => void remove()}>
          {t("app.demoRemove")}
        </button>
      )}
    </div>
  );
}
