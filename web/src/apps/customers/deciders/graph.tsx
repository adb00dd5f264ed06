import {
  type Connection,
  ConnectionMode,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from "@xyflow/react";
import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/avatar";
import "@xyflow/react/dist/base.css";
import "./graph.css";
import { places, size } from "./layout";
import { LineEdge } from "./line-edge";
import type { DecisionMap, Kind, Line, Person } from "./requests";
import { LastTouch, PartValue, Strength, textOf } from "./shown";

type Props = {
  map: DecisionMap;
  may: boolean;
  onEdit: (person: Person) => void;
  onDraw: (contact: string, to: string, kind: Kind) => void;
  onErase: (line: Line) => void;
};
type PersonNode = Node<{ person: Person; may: boolean }, "person">;
export type DrawnLine = Edge<{ line: Line; nth: number; onErase?: (line: Line) => void }, "line">;

/** Above: to whom he reports. Below: who reports to him. At the sides: whom he influences. */
const sides = [Position.Top, Position.Bottom, Position.Left, Position.Right];

const Card = memo(function Card({ data: { person, may } }: NodeProps<PersonNode>) {
  const name = textOf(person.name);
  return (
    <div className={`decider-card ${person.here ? "" : "decider-card--away"}`}>
      {sides.map((side) => (
        <Handle key={side} id={side} type="source" position={side} isConnectable={may} />
      ))}
      <div className="decider-card__head">
        <Avatar title={name} person size="large" />
        <span className="decider__name">
          <strong className="ellipsis">{name}</strong>
          <span className="muted ellipsis">{textOf(person.title)}</span>
        </span>
        <Strength part={person.part} />
      </div>
      <div className="decider-card__marks">
        <PartValue part={person.part} name="roles" />
        <PartValue part={person.part} name="stance" />
      </div>
      <div className="decider-card__foot">
        <LastTouch person={person} />
      </div>
    </div>
  );
});

const nodeTypes = { person: Card };
const edgeTypes = { line: LineEdge };

function useDrawing({ map, may, onErase }: Props): { nodes: PersonNode[]; edges: DrawnLine[] } {
  const { t } = useTranslation("deciders");
  return useMemo(() => {
    const at = places(map);
    const place = (id: string) => at.get(id) ?? { x: 0, y: 0 };
    const nodes = map.people.map(
      (person): PersonNode => ({
        id: person.id,
        type: "person",
        position: place(person.id),
        data: { person, may },
        ...size,
        ariaLabel: [textOf(person.name), textOf(person.title)].filter(Boolean).join(", "),
        deletable: false,
      }),
    );
    const edges = map.lines.map((line, nth): DrawnLine => {
      const reports = line.kind === "reports_to";
      const right = place(line.to.id).x > place(line.contact.id).x;
      const names = { who: line.contact.title, whom: line.to.title };
      return {
        id: line.id,
        type: "line",
        source: line.contact.id,
        target: line.to.id,
        sourceHandle: reports ? Position.Top : right ? Position.Right : Position.Left,
        targetHandle: reports ? Position.Bottom : right ? Position.Left : Position.Right,
        className: `decider-line decider-line--${line.kind}`,
        markerEnd: { type: MarkerType.ArrowClosed, color: reports ? "var(--text-3)" : "var(--c-purple)" },
        data: { line, nth, onErase: may ? onErase : undefined },
        deletable: may,
        ariaLabel: t(reports ? "saidReports" : "saidInfluences", names),
      };
    });
    return { nodes, edges };
  }, [map, may, onErase, t]);
}

/** What a line means that was dragged from one card to another: by the side it began at. */
export function meant({ source, target, sourceHandle }: Connection): [string, string, Kind] | null {
  if (source === target) return null;
  if (sourceHandle === Position.Bottom) return [target, source, "reports_to"];
  return [source, target, sourceHandle === Position.Top ? "reports_to" : "influences"];
}

/** The people of an account as cards and the lines between them, drawn by dragging from card to card. */
export function DecidersGraph(props: Props) {
  const { t } = useTranslation("deciders");
  const { nodes, edges } = useDrawing(props);
  const deepest = Math.max(0, ...nodes.map((node) => node.position.y + size.height));
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards inside take the keys; this hears them */}
      <div
        className="deciders__graph"
        style={{ height: `clamp(260px, ${deepest + 90}px, 66vh)` }}
        onKeyDown={(event) => {
          const card = event.target instanceof HTMLElement ? event.target : null;
          if (event.key !== "Enter" || !props.may || !card?.classList.contains("react-flow__node")) return;
          const person = props.map.people.find((each) => each.id === card.dataset.id);
          if (!person) return;
          event.preventDefault(); // else the same stroke presses what has the focus in the dialog
          props.onEdit(person);
        }}
      >
        <ReactFlow
          // Cards are laid out anew, and all of them shown, when there are others or other lines.
          key={`${nodes.map((node) => node.id)} ${edges.map((edge) => edge.id)}`}
          defaultNodes={nodes}
          defaultEdges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          connectionMode={ConnectionMode.Loose}
          connectionRadius={60}
          nodesDraggable={false}
          nodesConnectable={props.may}
          elementsSelectable
          deleteKeyCode={props.may ? ["Delete", "Backspace"] : null}
          fitView
          fitViewOptions={{ maxZoom: 1, padding: 0.06 }}
          minZoom={0.2}
          maxZoom={1.5}
          zoomOnScroll={false}
          preventScrolling={false}
          ariaLabelConfig={{
            "controls.ariaLabel": t("zoom"),
            "controls.zoomIn.ariaLabel": t("zoomIn"),
            "controls.zoomOut.ariaLabel": t("zoomOut"),
            "controls.fitView.ariaLabel": t("fit"),
            "node.a11yDescription.default": t("nodeKeys"),
            "node.a11yDescription.keyboardDisabled": t("nodeKeys"),
            "edge.a11yDescription.default": t("lineKeys"),
          }}
          onNodeClick={(_, node) => props.may && props.onEdit(node.data.person)}
          onConnect={(connection) => {
            const found = meant(connection);
            if (found) props.onDraw(...found);
          }}
          onBeforeDelete={async ({ edges: gone }) => {
            for (const { data } of gone) if (data) props.onErase(data.line);
            return false;
          }}
        >
          <Controls showInteractive={false} orientation="horizontal" position="top-left" />
        </ReactFlow>
      </div>
      <p className="deciders__legend muted">
        <span data-kind="reports_to">{t("legendReports")}</span>
        <span data-kind="influences">{t("legendInfluences")}</span>
        {props.may && <span>{t("how")}</span>}
      </p>
    </>
  );
}
