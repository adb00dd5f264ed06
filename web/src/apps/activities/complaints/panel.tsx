import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useObject } from "@/metadata/meta";
import type { PanelProps } from "@/records/extensions";
import { ComplaintSteps, Standing, Terms } from "./complaint";
import { complaintKeys, complaintsOf } from "./requests";
import "./complaints.css";
import "./texts";

/** Complaints of a customer, there until they are solved. */
export function ComplaintsPanel({ object, record }: PanelProps) {
  const { t } = useTranslation();
  const activity = useObject("activity");
  const query = useQuery({
    queryKey: complaintKeys.of(record.id),
    queryFn: ({ signal }) => complaintsOf(object.key, record.id, signal),
    enabled: activity !== undefined,
    retry: false,
    meta: { quiet: true },
  });
  const items = query.data?.items ?? [];
  if (!activity || items.length === 0) return null;
  return (
    <section className="complaints" aria-label={t("complaints:title")}>
      <header className="related__head">
        <CircleAlert size={15} aria-hidden="true" />
        <h2>{t("complaints:title")}</h2>
        <span className="muted num">{items.length}</span>
      </header>
      <ul>
        {items.map((complaint) => (
          <li key={complaint.id} className="complaint">
            <Link
              to="/$plural/$id"
              params={{ plural: activity.plural, id: complaint.id }}
              className="complaint__subject"
            >
              {String(complaint.subject ?? "")}
            </Link>
            <span className="complaint__marks">
              <Standing complaint={complaint} />
            </span>
            <Terms complaint={complaint} />
            <span className="complaint__do">
              <ComplaintSteps complaint={complaint} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
