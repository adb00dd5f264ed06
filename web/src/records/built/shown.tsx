import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { Value } from "@/fields/value";
import { isGroup, joinOf, type Node, nodesOf } from "@/lib/criteria";
import { fieldOf } from "@/metadata/meta";
import { ChipText } from "../filters/chip-text";
import { useAbout, useAsked } from "./inputs";
import type { ShownProps } from "./types";

export function ActionShown({ value, values }: ShownProps) {
  const object = useAbout(values);
  const found = object?.actions.find((action) => action.name === value);
  return <span className="ellipsis">{found?.label ?? String(value)}</span>;
}

export function OneFieldShown({ value, values }: ShownProps) {
  const object = useAbout(values);
  const name = String(value);
  return <span className="ellipsis">{(object && fieldOf(object, name)?.label) ?? name}</span>;
}

export function FieldsShown({ value, values }: ShownProps) {
  const { t } = useTranslation("built");
  const object = useAbout(values);
  const names = Array.isArray(value) ? value.map(String) : [];
  const labels = names.map((name) => (object && fieldOf(object, name)?.label) ?? name);
  return <span className="ellipsis">{labels.join(t("comma"))}</span>;
}

/** A tree of conditions in words: "Level is A and Amount at least 100". */
export function Sentence({ object, node }: { object: ObjectMeta; node: Node }) {
  const { t } = useTranslation("built");
  if (!isGroup(node)) return <ChipText object={object} node={node} />;
  const word = t(joinOf(node));
  return (
    <>
      {nodesOf(node).map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity
        <span key={at}>
          {at > 0 && <span className="muted"> {word} </span>}
          {isGroup(each) ? (
            <>
              (<Sentence object={object} node={each} />)
            </>
          ) : (
            <ChipText object={object} node={each} />
          )}
        </span>
      ))}
    </>
  );
}

export function ChoiceShown({ value, values, compact }: ShownProps) {
  const object = useAbout(values);
  const of = object && fieldOf(object, String(values.field));
  return of ? <Value field={of} value={value} compact={compact} /> : <span>{String(value)}</span>;
}

export function CriteriaShown({ field, value, values }: ShownProps) {
  const object = useAsked(field, values);
  return <span>{object ? <Sentence object={object} node={value as Node} /> : "…"}</span>;
}
