import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { timelineOf } from "@/api/records";
import type { PanelProps } from "@/records/extensions";
import { Remarks } from "./remarks";
import "./texts";

/** What was said of an activity, beside its page, where whoever is told of it answers. */
export function RemarksPanel({ record }: PanelProps) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: [...keys.timeline("activities", record.id), "comment"],
    queryFn: ({ signal }) => timelineOf("activities", record.id, { kind: "comment" }, signal),
  });
  const said = (query.data?.items ?? []).flatMap((item) => item.comment ?? []).reverse();
  return (
    <section className="related">
      <header className="related__head">
        <h2>{t("visits:remarks")}</h2>
      </header>
      <Remarks activity={record} said={said} led={query.data?.led ?? false} />
    </section>
  );
}
