import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import "./ui.css";

export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className="waiting" role="status">
      <LoaderCircle className="spin" size={18} aria-hidden="true" />
      <span className="sr-only">{t("common.loading")}</span>
    </div>
  );
}
