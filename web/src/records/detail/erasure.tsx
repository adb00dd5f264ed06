import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import "./texts";

type Counted = { label: string; count: number };
type Outlook = {
  fields: string[];
  records: Counted[];
  shared: Counted[];
  named: Counted[];
  places: Counted[];
};

/** What erasing this person would empty, read before it is done. */
export function Erasure({ object, record }: { object: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ["erasure", object.key, record.id],
    queryFn: ({ signal }) => call<Outlook>("GET", `/erasures/${object.key}/${record.id}`, { signal }),
    gcTime: 0,
    retry: false,
    meta: { quiet: true },
  });
  if (found.isPending) return <Waiting />;
  if (!found.data) return <Note danger>{found.error.message}</Note>;
  const { fields, records, shared, named, places } = found.data;
  const lines = (key: "records" | "shared" | "named" | "places", counted: Counted[]) =>
    counted.map(({ label, count: n }) => <li key={label}>{t(`happened:erasure.${key}`, { label, n })}</li>);
  return (
    <div className="erasure">
      <p>{t("happened:erasure.what")}</p>
      <ul>
        <li>{new Intl.ListFormat(currentLanguage(), { type: "conjunction" }).format(fields)}</li>
        <li>{t("happened:erasure.log")}</li>
        {lines("records", records)}
        {lines("places", places)}
        {lines("shared", shared)}
        {lines("named", named)}
      </ul>
      <p className="muted">{t("happened:erasure.stays")}</p>
      <p className="muted">{t("happened:erasure.backups")}</p>
    </div>
  );
}
