import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { LeftOut, ObjectMeta, RecordData } from "@/api/types";
import type { Node } from "@/lib/criteria";
import { fieldOf, useObjects } from "@/metadata/meta";
import { listOf, useSaid } from "./left-out";

type Gap = { field: string; object: string; of: string; left: LeftOut; filter: Node };

/** Why sums over other records are empty here: amounts of theirs without a rate, and the way to them. */
export function Gaps({ object, record }: { object: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation("sums");
  const say = useSaid();
  const lookup = useObjects();
  const asked = new URLSearchParams({ object: object.key, id: record.id });
  const { data } = useQuery({
    queryKey: ["calculation-gaps", object.key, record.id, record.version],
    queryFn: ({ signal }) => call<{ items: Gap[] }>("GET", `/calculation-gaps?${asked}`, { signal }),
    meta: { quiet: true },
  });
  if (!data?.items.length) return null;
  return (
    <div className="left-out left-out--record" role="status">
      {data.items.map(({ field, object: child, of, left, filter }) => (
        <span key={field} className="left-out__line">
          <TriangleAlert size={14} aria-hidden="true" />
          <span>{t("empty", { field: fieldOf(object, field)?.label ?? field, left: say(left) })}</span>
          <Link
            to="/$plural"
            params={{ plural: lookup(child)?.plural ?? child }}
            search={listOf(of, { filter })}
          >
            {t("show")}
          </Link>
        </span>
      ))}
    </div>
  );
}
