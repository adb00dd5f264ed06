import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/metadata/session";
import { seeAsOneself } from "./seeing";
import { ready } from "./texts";
import "./seen-bar.css";

await ready;

/** Says whose sight this is, and ends it by one click. */
export function SeenBar() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const end = useMutation({ mutationFn: () => seeAsOneself(user.id) });
  return (
    <div className="seen" role="status">
      <Eye size={15} aria-hidden="true" />
      <span className="grow">{t("admin:seeingAs", { name: user.name })}</span>
      <button type="button" className="seen__end" disabled={end.isPending} onClick={() => end.mutate()}>
        {t("admin:seeingEnd")}
      </button>
    </div>
  );
}
