import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Stamp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useModule } from "@/metadata/meta";
import { Cases } from "./list";
import { approvalKeys, readMine } from "./requests";

/** On the page a day begins with: what waits for one's decision, and what came back. */
export function ApprovalsToday() {
  const { t } = useTranslation("approvals");
  const used = useModule("approvals");
  const query = useQuery({
    queryKey: approvalKeys.mine,
    queryFn: ({ signal }) => readMine(signal),
    enabled: used,
    refetchInterval: 60_000,
  });
  const open = query.data?.open ?? [];
  const back = (query.data?.submitted ?? []).filter((brief) => brief.state === "returned");
  if (open.length + back.length === 0) return null;
  return (
    <section className="today__section">
      <h3>
        <Link className="today__label" to="/approvals">
          <Stamp size={15} aria-hidden="true" />
          {t("mine")}
          <span className="muted num">{open.length + back.length}</span>
          <ChevronRight size={14} aria-hidden="true" />
        </Link>
      </h3>
      <Cases briefs={open} decide />
      <Cases briefs={back} />
    </section>
  );
}
