import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Empty } from "@/ui/empty";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="card">
      <Empty icon="signpost" title={t("errors.notFound")} hint={t("errors.notFoundHint")}>
        <Link to="/today">
          <Button type="primary" tabIndex={-1}>
            {t("errors.goHome")}
          </Button>
        </Link>
      </Empty>
    </main>
  );
}
