import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from "@xyflow/react";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { aside } from "./aside";
import type { DrawnLine } from "./graph";

/** A line between two cards; chosen, it has a button that takes it away. */
export function LineEdge({ id, data, selected, markerEnd, ...ends }: EdgeProps<DrawnLine>) {
  const { t } = useTranslation("deciders");
  const reports = data?.line.kind === "reports_to";
  const [path, x, y] = reports
    ? getSmoothStepPath({ ...ends, borderRadius: 10 })
    : aside(ends, data?.nth ?? 0);
  const { line, onErase } = data ?? {};
  return (
    <>
      <BaseEdge id={id} path={path} markerEnd={markerEnd} interactionWidth={24} />
      {selected && line && onErase && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className="decider-line__erase nodrag nopan"
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            aria-label={t(reports ? "eraseReports" : "eraseInfluences", {
              who: line.contact.title,
              whom: line.to.title,
            })}
            onClick={() => onErase(line)}
          >
            <X size={13} aria-hidden="true" />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
