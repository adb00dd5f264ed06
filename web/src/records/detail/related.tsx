import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { relatedRecords } from "@/api/records";
import type { ObjectMeta, RecordData, RelatedMeta } from "@/api/types";
import { Links } from "@/fields/links";
import { isEmpty, Value } from "@/fields/value";
import type { Condition } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObjects } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { PlainButton } from "@/ui/plain-button";
import { openCreate } from "../form/create-store";
import { people } from "../people";

type Props = { object: ObjectMeta; record: RecordData };
type ListProps = Props & { related: RelatedMeta; child: ObjectMeta };

const shown = 5;

/** The condition that ties the child's rows to this record; the title is kept for the filter chip. */
function tie(child: ObjectMeta, field: string, object: ObjectMeta, record: RecordData): Condition {
  const several = fieldOf(child, field)?.kind === "multireference";
  const ref = { id: record.id, title: titleOf(object, record, currentLanguage()) };
  return several ? { field, op: "has_any", value: [ref] } : { field, op: "in", value: [ref] };
}

function RelatedRow({ child, record, skip }: { child: ObjectMeta; record: RecordData; skip: string }) {
  const title = titleOf(child, record, currentLanguage());
  const fields = child.columns
    .filter((name) => name !== child.title && name !== skip && name !== "owner")
    .map((name) => fieldOf(child, name))
    .filter((field) => field !== undefined && !isEmpty(record[field.name]));
  const side = fields.find(
    (field) => field?.kind === "choice" || (field?.name === child.board && child.board !== null),
  );
  // Two fields, and every day among the others: a period is half told by its beginning.
  const rest = fields
    .filter((field) => field !== side)
    .filter((field, place) => place < 2 || field?.kind === "date");
  return (
    <Link className="related__row" to="/$plural/$id" params={{ plural: child.plural, id: record.id }}>
      <Links value={false}>
        {people.has(child.key) && <Avatar title={title} person size="large" />}
        <span className="grow">
          <span className="related__title">
            <span className="ellipsis">{title}</span>
            {side && <Value field={side} value={record[side.name]} compact />}
          </span>
          <span className="related__rest">
            {rest.map(
              (field) => field && <Value key={field.name} field={field} value={record[field.name]} compact />,
            )}
          </span>
        </span>
      </Links>
    </Link>
  );
}

function RelatedList({ object, record, related, child }: ListProps) {
  const { t } = useTranslation();
  const field = related.field ?? "";
  const condition = tie(child, field, object, record);
  const several = condition.op === "has_any";
  const wire = { ...condition, value: [record.id] };
  const params = { filter: wire, limit: shown, count: true };
  const query = useQuery({
    queryKey: keys.related(child.plural, params),
    queryFn: ({ signal }) => relatedRecords(child.plural, params, signal),
  });
  const ref = { id: record.id, title: titleOf(object, record, currentLanguage()) };
  const add = () => openCreate({ object: child.key, values: { [field]: several ? [ref] : ref } });
  const count = query.data?.count ?? 0;
  return (
    <section className="related">
      <header className="related__head">
        <h2>
          <Link to="/$plural" params={{ plural: child.plural }} search={{ filter: { and: [condition] } }}>
            {related.label}
          </Link>
        </h2>
        {count > 0 && <span className="muted num">{count}</span>}
        <span className="grow" />
        {child.rights.create && !fieldOf(child, field)?.readonly && (
          <PlainButton
            bare
            label={t("list.newOne", { object: child.label })}
            icon={<Plus size={14} />}
            onClick={add}
          />
        )}
      </header>
      {query.data?.items.map((item) => (
        <RelatedRow key={item.id} child={child} record={item} skip={field} />
      ))}
      {query.data && count === 0 && (
        <p className="muted related__none">{t("record.noRelated", { label: related.label })}</p>
      )}
      {count > shown && (
        <Link
          className="muted related__all"
          to="/$plural"
          params={{ plural: child.plural }}
          search={{ filter: { and: [condition] } }}
        >
          {t("record.all", { count })}
        </Link>
      )}
    </section>
  );
}

/** What hangs on this record, list by list. */
export function Related({ object, record }: Props) {
  const lookup = useObjects();
  return (
    <>
      {object.related.map((related) => {
        const child = lookup(related.object);
        if (!child?.rights.read || !related.field) return null;
        return (
          <RelatedList
            key={`${related.object}${related.field}`}
            object={object}
            record={record}
            related={related}
            child={child}
          />
        );
      })}
    </>
  );
}
