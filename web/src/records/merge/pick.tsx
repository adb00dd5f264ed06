import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { likelyTo } from "@/api/records";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { isRef, titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { RecordForm } from "../form/record-form";
import { people } from "../people";

/** What is told of a record to find its likes: texts as they are typed. */
function typed(object: ObjectMeta, record: RecordData): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, kind } of object.fields) {
    const value = record[name];
    const raw =
      kind === "phone" && typeof value === "object" && value !== null && "raw" in value ? value.raw : value;
    if (typeof raw === "string" && ["text", "phone", "email", "url"].includes(kind)) found[name] = raw;
  }
  return found;
}

/** Which other record is the same: those that look like it, or any. */
export function Pick({ object, record }: { object: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation("merge");
  const navigate = useNavigate();
  const title = titleOf(object, record, currentLanguage());
  const choose = (other: string) => void navigate({ to: ".", search: { with: other }, replace: true });
  const likely = useQuery({
    queryKey: ["likely", object.key, record.id, record.version],
    queryFn: ({ signal }) => likelyTo(object.key, typed(object, record), signal, record.id),
    meta: { quiet: true },
  });
  const hits = (likely.data?.items ?? []).filter((hit) => hit.object === object.key && hit.id !== record.id);
  const field: FieldMeta = {
    name: "with",
    label: t("search", { object: object.label }),
    kind: "reference",
    target: object.key,
    required: true,
    readonly: false,
    sortable: false,
    filterable: false,
    groupable: false,
    operators: [],
  };
  return (
    <section className="merge__pick">
      <h2>{t("pick", { object: object.label, title })}</h2>
      <p className="muted">{t("pickHint")}</p>
      {hits.length > 0 && (
        <>
          <h3>{t("likely")}</h3>
          <ul className="merge__hits">
            {hits.map((hit) => (
              <li key={hit.id}>
                <button type="button" className="merge__hit" onClick={() => choose(hit.id)}>
                  <Avatar title={hit.title} person={people.has(object.key)} size="large" />
                  <span className="grow">
                    <strong>{hit.title}</strong>
                    <span className="muted">{[hit.number, ...hit.fields].filter(Boolean).join(" · ")}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <RecordForm
        fields={[field]}
        values={{}}
        errors={{}}
        prefix="merge"
        columns={1}
        onChange={(_, value) => isRef(value) && value.id !== record.id && choose(value.id)}
      />
    </section>
  );
}
