import { FolderPlus, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { fieldOf, useObject } from "@/metadata/meta";
import { useAbout } from "@/records/built/inputs";
import type { BuiltInputProps, ShownProps, Values } from "@/records/built/types";
import "@/records/filters/filters.css";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { Select } from "@/ui/select";
import {
  empty,
  isTree,
  joinOf,
  keyed,
  type Node,
  nodesOf,
  type Pair,
  type Tree,
  treeIn,
  treeOf,
  waysOf,
} from "./conditions";
import "./duplicates.css";

const useOther = (values: Values): ObjectMeta | undefined =>
  useObject(typeof values.other === "string" ? values.other : null);

const options = (fields: FieldMeta[]) => fields.map((field) => ({ value: field.name, label: field.label }));

type Sides = { object: ObjectMeta; other: ObjectMeta };
type PairProps = Sides & { pair: Pair; onChange: (pair: Pair) => void };

function PairEditor({ object, other, pair, onChange }: PairProps) {
  const { t } = useTranslation("duplicates");
  const own = fieldOf(object, pair.field);
  const fitting = keyed(other).filter((field) => waysOf(own, field).length > 0);
  const ways = waysOf(own, fieldOf(other, pair.with));
  const chosen = (name: string, next: FieldMeta | undefined) => {
    const kinds = waysOf(fieldOf(object, name), next);
    onChange({
      field: name,
      with: next?.name ?? "",
      by: kinds.includes(pair.by) ? pair.by : (kinds[0] ?? ""),
    });
  };
  return (
    <div className="pair">
      <Select
        aria-label={t("field")}
        placeholder={t("field")}
        value={pair.field || undefined}
        options={options(keyed(object))}
        onChange={(name: string) =>
          chosen(
            name,
            keyed(other).find((field) => waysOf(fieldOf(object, name), field).length > 0),
          )
        }
      />
      <Select
        aria-label={t("with", { object: other.label })}
        placeholder={t("with", { object: other.label })}
        disabled={!own}
        value={pair.with || undefined}
        options={options(fitting)}
        onChange={(name: string) => chosen(pair.field, fieldOf(other, name))}
      />
      <Select
        aria-label={t("by")}
        placeholder={t("by")}
        disabled={ways.length < 2}
        value={pair.by || undefined}
        options={ways.map((kind) => ({ value: kind, label: t(kind) }))}
        onChange={(by: string) => onChange({ ...pair, by })}
      />
    </div>
  );
}

type TreeProps = Sides & { tree: Tree; depth?: number; onChange: (tree: Tree) => void };

/** Pairs of fields, all or any of which must be met, and groups of such within. */
function TreeEditor({ object, other, tree, depth = 0, onChange }: TreeProps) {
  const { t } = useTranslation("duplicates");
  const nodes = nodesOf(tree);
  const join = joinOf(tree);
  const put = (next: Node[]) => onChange(treeOf(join, next));
  const replace = (at: number, node: Node) => put(nodes.map((each, place) => (place === at ? node : each)));
  return (
    <div className={`group ${depth > 0 ? "group--inner" : ""}`}>
      {nodes.length > 1 && (
        <Segments
          label={t("join")}
          value={join}
          options={[
            { value: "all", label: t("all") },
            { value: "any", label: t("any") },
          ]}
          onChange={(next: "all" | "any") => onChange(treeOf(next, nodes))}
        />
      )}
      {nodes.map((node, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity and are edited in place
        <div key={at} className="group__line">
          <div className="grow">
            {isTree(node) ? (
              <TreeEditor
                object={object}
                other={other}
                tree={node}
                depth={depth + 1}
                onChange={(next) => replace(at, next)}
              />
            ) : (
              <PairEditor object={object} other={other} pair={node} onChange={(next) => replace(at, next)} />
            )}
          </div>
          {nodes.length > 1 && (
            <PlainButton
              bare
              label={t("remove")}
              icon={<X size={14} />}
              onClick={() => put(nodes.filter((_, place) => place !== at))}
            />
          )}
        </div>
      ))}
      <div className="group__adders">
        <PlainButton icon={<Plus size={14} />} label={t("addPair")} onClick={() => put([...nodes, empty])} />
        {depth < 2 && (
          <PlainButton
            icon={<FolderPlus size={14} />}
            label={t("addGroup")}
            onClick={() => put([...nodes, treeOf(join === "all" ? "any" : "all", [empty])])}
          />
        )}
      </div>
    </div>
  );
}

export function PairsInput({ value, onChange, values }: BuiltInputProps) {
  const { t } = useTranslation("duplicates");
  const object = useAbout(values);
  const other = useOther(values);
  if (!object || !other) return <p className="muted">{t("firstObjects")}</p>;
  return <TreeEditor object={object} other={other} tree={treeIn(value)} onChange={onChange} />;
}

function Sentence({ object, other, node }: { object?: ObjectMeta; other?: ObjectMeta; node: Node }) {
  const { t } = useTranslation("duplicates");
  if (!isTree(node)) {
    const label = (of: ObjectMeta | undefined, name: string) => (of && fieldOf(of, name)?.label) ?? name;
    return (
      <>
        {label(object, node.field)} = {label(other, node.with)} <span className="muted">({t(node.by)})</span>
      </>
    );
  }
  const word = t(joinOf(node) === "all" ? "and" : "or");
  return nodesOf(node).map((each, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity
    <span key={at}>
      {at > 0 && <span className="muted">{word}</span>}
      {isTree(each) ? (
        <>
          (<Sentence object={object} other={other} node={each} />)
        </>
      ) : (
        <Sentence object={object} other={other} node={each} />
      )}
    </span>
  ));
}

export function PairsShown({ value, values, compact }: ShownProps) {
  const object = useAbout(values);
  const other = useOther(values);
  return (
    <span className={compact ? "ellipsis" : undefined}>
      <Sentence object={object} other={other} node={treeIn(value)} />
    </span>
  );
}
