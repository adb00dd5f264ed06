import { WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useOnline } from "@/ui/use-online";

/** Says that there is no network, and what becomes of what is typed meanwhile. */
export function OfflineBar() {
  const { t } = useTranslation();
  const online = useOnline();
  return (
    <div role="status">
      {!online && (
        <p className="offline">
          <WifiOff size={15} aria-hidden="true" />
          {t("app.noNetwork")}
        </p>
      )}
    </div>
  );
}
