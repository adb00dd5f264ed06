import { ArrowRight } from "lucide-react";
import type { Diff, ObjectMeta } from "@/api/types";
import { Exact } from "@/fields/value";
import { fieldOf } from "@/metadata/meta";

/** What changed, before and after, each shown as its kind. */
export function Diffs({ object, changes }: { object: ObjectMeta; changes: Diff[] }) {
  return (
    <ul className="diffs">
      {changes.map((change) => {
        const field = fieldOf(object, change.field);
        const show = (value: unknown) =>
          field ? <Exact field={field} value={value} /> : <span>{String(value ?? "—")}</span>;
        return (
          <li key={change.field}>
            <span className="muted">{change.label}</span>
            <span className="diffs__side diffs__side--before">{show(change.before)}</span>
            <ArrowRight size={12} aria-hidden="true" />
            <span className="diffs__side">{show(change.after)}</span>
          </li>
        );
      })}
    </ul>
  );
}
