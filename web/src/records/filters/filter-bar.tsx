import { Popover } from "antd";
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import {
  append,
  asGroup,
  type Group,
  isCondition,
  joinOf,
  makeGroup,
  type Node,
  nodesOf,
  prune,
  removeAt,
  replaceAt,
} from "@/lib/criteria";
import { useObjects } from "@/metadata/meta";
import { PlainButton } from "@/ui/plain-button";
import { ChipText } from "./chip-text";
import { ConditionEditor } from "./condition-editor";
import { FieldPicker } from "./field-picker";
import { GroupEditor } from "./group-editor";
import { firstOperator, pathsOf } from "./paths";
import "./filters.css";

type Props = {
  object: ObjectMeta;
  filter: Node | undefined;
  onChange: (filter: Node | undefined) => void;
  picking: boolean;
  onPicking: (open: boolean) => void;
};

const same = (a: Node | null, b: Node | null) => JSON.stringify(a) === JSON.stringify(b);

/** Edits may be unfinished; only what is complete reaches the list and the URL. */
function useDraft(filter: Node | undefined, onChange: Props["onChange"]) {
  const [draft, setDraft] = useState<Group>(() => asGroup(filter ?? null));
  useEffect(() => {
    setDraft((old) => (same(prune(old), prune(filter ?? null)) ? old : asGroup(filter ?? null)));
  }, [filter]);
  const change = (next: Group) => {
    setDraft(next);
    const pruned = prune(next);
    if (!same(pruned, prune(filter ?? null))) onChange(pruned ?? undefined);
  };
  return [draft, change] as const;
}

/** Chips of the conditions in force; each opens its editor. */
export function FilterBar({ object, filter, onChange, picking, onPicking }: Props) {
  const { t } = useTranslation();
  const paths = pathsOf(object, useObjects());
  const [draft, change] = useDraft(filter, onChange);
  const [open, setOpen] = useState<number | "all" | null>(null);
  const nodes = nodesOf(draft);
  const close = (at: number) => {
    setOpen(null);
    const node = nodes[at];
    if (node && !prune(node)) change(removeAt(draft, at));
  };
  const add = (path: string) => {
    const field = paths.find((item) => item.path === path)?.field;
    onPicking(false);
    if (!field) return;
    const base = joinOf(draft) === "and" ? draft : makeGroup("and", [draft]);
    change(append(base, { field: path, op: firstOperator(field) }));
    setOpen(nodesOf(base).length);
  };
  const any = joinOf(draft) === "or" && nodes.length > 1;
  if (nodes.length === 0 && !picking) return null;
  return (
    <div className="filters">
      {any ? (
        <span className="chip">
          <Popover
            trigger="click"
            open={open === "all"}
            onOpenChange={(next) => setOpen(next ? "all" : null)}
            content={<GroupEditor object={object} group={draft} onChange={change} />}
          >
            <button type="button" className="chip__text">
              <ChipText object={object} node={draft} />
            </button>
          </Popover>
        </span>
      ) : (
        nodes.map((node, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity and are edited in place
          <span key={at} className="chip">
            <Popover
              trigger="click"
              destroyOnHidden
              placement="bottomLeft"
              open={open === at}
              onOpenChange={(next) => (next ? setOpen(at) : close(at))}
              content={
                isCondition(node) ? (
                  <ConditionEditor
                    paths={paths}
                    condition={node}
                    onChange={(next) => change(replaceAt(draft, at, next))}
                  />
                ) : (
                  <GroupEditor
                    object={object}
                    group={asGroup(node)}
                    onChange={(next) =>
                      change(
                        replaceAt(draft, at, nodesOf(next).length === 1 ? (nodesOf(next)[0] ?? next) : next),
                      )
                    }
                  />
                )
              }
            >
              <button type="button" className="chip__text">
                <ChipText object={object} node={node} />
              </button>
            </Popover>
            <button
              type="button"
              className="chip__x"
              aria-label={t("filter.remove")}
              onClick={() => change(removeAt(draft, at))}
            >
              <X size={12} />
            </button>
          </span>
        ))
      )}
      <FieldPicker
        paths={paths}
        open={picking}
        onOpen={onPicking}
        onPick={add}
        bare={nodes.length > 0}
        builder={<GroupEditor object={object} group={draft} onChange={change} />}
      />
      {nodes.length > 0 && (
        <PlainButton
          label={t("filter.clear")}
          className="muted"
          onClick={() => change(makeGroup("and", []))}
        />
      )}
    </div>
  );
}
