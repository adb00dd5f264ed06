import { FolderPlus, Plus, Workflow, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RelatedMeta } from "@/api/types";
import {
  append,
  asGroup,
  type Group,
  isCondition,
  isGroup,
  isNot,
  isRelated,
  joinOf,
  makeGroup,
  type Node,
  nodesOf,
  type Related,
  removeAt,
  replaceAt,
} from "@/lib/criteria";
import { useObjects } from "@/metadata/meta";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { Select } from "@/ui/select";
import { ConditionEditor } from "./condition-editor";
import { type PathField, pathsOf } from "./paths";

type Props = {
  object: ObjectMeta;
  group: Group;
  onChange: (group: Group) => void;
  depth?: number;
  reach?: Reach;
};
/** How far conditions look: at the record alone, at what it points at too, or at everything related as well. */
export type Reach = "own" | "near" | "all";

/** The name a related list has in conditions: its own, else the plural of its object. */
export const relatedName = (related: RelatedMeta, plural: string | undefined): string =>
  related.name ?? plural ?? related.object;

/** A group of conditions, groups within it, and conditions over related records. */
export function GroupEditor({ object, group, onChange, depth = 0, reach = "all" }: Props) {
  const { t } = useTranslation();
  const lookup = useObjects();
  const paths = pathsOf(object, reach === "own" ? () => undefined : lookup);
  const nodes = nodesOf(group);
  return (
    <div className={`group ${depth > 0 ? "group--inner" : ""}`}>
      {nodes.length > 1 && (
        <Segments
          label={t("filter.join")}
          value={joinOf(group)}
          options={[
            { value: "and", label: t("filter.all") },
            { value: "or", label: t("filter.any") },
          ]}
          onChange={(join) => onChange(makeGroup(join, nodes))}
        />
      )}
      {nodes.map((node, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity and are edited in place
        <div key={at} className="group__line">
          <div className="grow">
            <NodeEditor
              object={object}
              paths={paths}
              node={node}
              depth={depth}
              reach={reach}
              onChange={(next) => onChange(replaceAt(group, at, next))}
            />
          </div>
          <PlainButton
            bare
            label={t("common.remove")}
            icon={<X size={14} />}
            onClick={() => onChange(removeAt(group, at))}
          />
        </div>
      ))}
      <Adders object={object} depth={depth} reach={reach} onAdd={(node) => onChange(append(group, node))} />
    </div>
  );
}

function Adders({
  object,
  depth,
  reach,
  onAdd,
}: {
  object: ObjectMeta;
  depth: number;
  reach: Reach;
  onAdd: (node: Node) => void;
}) {
  const { t } = useTranslation();
  const lookup = useObjects();
  const [first] = object.related;
  return (
    <div className="group__adders">
      <PlainButton
        icon={<Plus size={14} />}
        label={t("filter.addCondition")}
        onClick={() => onAdd({ field: "", op: "" })}
      />
      {depth < 3 && (
        <PlainButton
          icon={<FolderPlus size={14} />}
          label={t("filter.addGroup")}
          onClick={() => onAdd({ or: [{ field: "", op: "" }] })}
        />
      )}
      {first && reach === "all" && (
        <PlainButton
          icon={<Workflow size={14} />}
          label={t("filter.addRelated")}
          onClick={() =>
            onAdd({ related: relatedName(first, lookup(first.object)?.plural), where: null, op: "some" })
          }
        />
      )}
    </div>
  );
}

type NodeProps = {
  object: ObjectMeta;
  paths: PathField[];
  node: Node;
  depth: number;
  reach: Reach;
  onChange: (node: Node) => void;
};

function NodeEditor({ object, paths, node, depth, reach, onChange }: NodeProps) {
  const { t } = useTranslation();
  if (isGroup(node))
    return <GroupEditor object={object} group={node} onChange={onChange} depth={depth + 1} reach={reach} />;
  if (isRelated(node)) return <RelatedEditor object={object} node={node} depth={depth} onChange={onChange} />;
  if (isCondition(node)) return <ConditionEditor still paths={paths} condition={node} onChange={onChange} />;
  return (
    <div className="group__not">
      <span className="muted">{t("filter.not")}</span>
      {isNot(node) && (
        <NodeEditor
          object={object}
          paths={paths}
          node={node.not}
          depth={depth + 1}
          reach={reach}
          onChange={(inner) => onChange({ not: inner })}
        />
      )}
    </div>
  );
}

type RelatedProps = { object: ObjectMeta; node: Related; depth: number; onChange: (node: Node) => void };

function RelatedEditor({ object, node, depth, onChange }: RelatedProps) {
  const { t } = useTranslation();
  const lookup = useObjects();
  const named = object.related.map((related) => ({
    name: relatedName(related, lookup(related.object)?.plural),
    related,
  }));
  const target = lookup(named.find(({ name }) => name === node.related)?.related.object ?? "");
  return (
    <div className="stack">
      <div className="condition">
        <Select
          aria-label={t("filter.someOrNone")}
          className="condition__op"
          value={node.op}
          onChange={(op: "some" | "none") => onChange({ ...node, op })}
          options={(["some", "none"] as const).map((op) => ({ value: op, label: t(`filter.${op}`) }))}
        />
        <Select
          aria-label={t("filter.related")}
          className="condition__field"
          value={node.related}
          onChange={(related: string) => onChange({ ...node, related, where: null })}
          options={named.map(({ name, related }) => ({ value: name, label: related.label }))}
        />
      </div>
      {target && (
        <GroupEditor
          object={target}
          group={asGroup(node.where)}
          depth={depth + 2}
          onChange={(where) => onChange({ ...node, where })}
        />
      )}
    </div>
  );
}
