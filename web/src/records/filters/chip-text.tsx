import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { readRecord } from "@/api/records";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { conditionText } from "@/fields/condition-text";
import { countConditions, isComplete, isCondition, isRelated, type Node } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import { useObject, useObjects } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { relatedName } from "./group-editor";
import { operatorKey, pathsOf } from "./paths";

const targets: Partial<Record<FieldMeta["kind"], string>> = { user: "user", department: "department" };

/** The title of a record a condition names by id alone. */
function RefTitle({ target, id }: { target: string; id: string }) {
  const object = useObject(target);
  const query = useQuery({
    queryKey: keys.record(object?.plural ?? "", id),
    queryFn: ({ signal }) => readRecord(object?.plural ?? "", id, signal),
    enabled: object !== undefined,
    staleTime: 60_000,
  });
  return <>{object && query.data ? titleOf(object, query.data, currentLanguage()) : "…"}</>;
}

function ValueText({ field, op, value }: { field: FieldMeta; op: string; value: unknown }) {
  const { t } = useTranslation();
  const target = targets[field.kind] ?? field.target;
  const bare = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
  if (target && bare.length > 0 && /reference|user|department/.test(field.kind))
    return bare.map((id, at) => (
      <span key={id}>
        {at > 0 && ", "}
        <RefTitle target={target} id={id} />
      </span>
    ));
  return <>{conditionText(value, op, field, t)}</>;
}

/** One top-level condition in plain words. */
export function ChipText({ object, node }: { object: ObjectMeta; node: Node }) {
  const { t } = useTranslation();
  const lookup = useObjects();
  if (isCondition(node)) {
    const path = pathsOf(object, lookup).find((item) => item.path === node.field);
    if (!path) return <>{node.field || t("filter.unfinished")}</>;
    return (
      <>
        <span className="muted">{path.label}</span> {t(operatorKey(node.op, path.field))}{" "}
        <strong>
          {isComplete(node) ? <ValueText field={path.field} op={node.op} value={node.value} /> : "…"}
        </strong>
      </>
    );
  }
  if (isRelated(node)) {
    const found = object.related.find(
      (item) => relatedName(item, lookup(item.object)?.plural) === node.related,
    );
    return (
      <>
        {t(`filter.${node.op}`)} <strong>{found?.label ?? node.related}</strong>
        {node.where && ` · ${t("filter.conditions", { count: countConditions(node.where) })}`}
      </>
    );
  }
  return <>{t("filter.conditions", { count: countConditions(node) })}</>;
}
