import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { tiesOf } from "@/api/records";
import type { Tie } from "@/api/types";
import { useObjects } from "@/metadata/meta";
import type { PanelProps } from "@/records/extensions";
import { people } from "@/records/people";
import { Avatar } from "@/ui/avatar";

function TieLink({ tie }: { tie: Tie }) {
  const object = useObjects()(tie.object);
  const inside = (
    <>
      <Avatar title={tie.title} person={people.has(tie.object)} />
      <span className="ellipsis">{tie.title}</span>
    </>
  );
  if (!object) return <span className="ref row">{inside}</span>;
  return (
    <Link
      className="ref row"
      to="/$plural/$id"
      params={{ plural: object.plural, id: tie.id }}
      title={`${object.label}: ${tie.title}`}
    >
      {inside}
    </Link>
  );
}

/** The customers and deals an activity is about, beside its page. */
export function AboutPanel({ record }: PanelProps) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: [...keys.record("activities", record.id), "ties"],
    queryFn: ({ signal }) => tiesOf(record.id, signal),
  });
  const items = query.data?.items ?? [];
  return (
    <section className="related">
      <header className="related__head">
        <h2>{t("activity.about")}</h2>
      </header>
      {query.data && items.length === 0 && (
        <p className="muted related__none">{t("activity.aboutNothing")}</p>
      )}
      <ul className="stack">
        {items.map((tie) => (
          <li key={tie.id}>
            <TieLink tie={tie} />
          </li>
        ))}
      </ul>
    </section>
  );
}
