import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { Empty } from "@/ui/empty";
import { messageOf } from "../query-client";
import { NotFound } from "./not-found";

/** Shown in place of a page that failed; the rest of the app goes on. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  if (error instanceof Problem && error.status === 404) return <NotFound />;
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <main className="card">
      <Empty
        icon="alert-triangle"
        title={t("errors.broke")}
        hint={error instanceof Problem ? messageOf(error) : t("errors.brokeHint")}
      >
        <Button onClick={() => location.reload()}>{t("errors.reload")}</Button>
        <Button type="primary" onClick={again}>
          {t("common.retry")}
        </Button>
      </Empty>
    </main>
  );
}
