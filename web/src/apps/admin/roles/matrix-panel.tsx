import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PanelProps } from "@/records/extensions";
import { Icon } from "@/ui/icon";
import { ready } from "../texts";

await ready;

/** From a role's page to its rights. */
export function MatrixPanel({ record }: PanelProps) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <Link className="plain" to="/settings/roles/$id" params={{ id: record.id }}>
        <Icon name="shield" />
        {t("admin:matrix")}
      </Link>
    </section>
  );
}
