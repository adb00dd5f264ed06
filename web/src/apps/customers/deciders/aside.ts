import { gap, size } from "./layout";

type Ends = { sourceX: number; sourceY: number; targetX: number; targetY: number };
type Point = [number, number];
const lanes = 3;

/** A path along straight pieces, its corners rounded. */
function rounded(points: Point[], radius: number): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const corners = rest.slice(0, -1).map(([x, y], at) => {
    const [[fromX, fromY], [toX, toY]] = [points[at] ?? first, rest[at + 1] ?? first];
    const into = Math.min(radius, Math.hypot(x - fromX, y - fromY) / 2);
    const out = Math.min(radius, Math.hypot(toX - x, toY - y) / 2);
    const back = `${x - Math.sign(x - fromX) * into} ${y - Math.sign(y - fromY) * into}`;
    const on = `${x + Math.sign(toX - x) * out} ${y + Math.sign(toY - y) * out}`;
    return `L ${back} Q ${x} ${y} ${on}`;
  });
  return `M ${first.join(" ")} ${corners.join(" ")} L ${(rest.at(-1) ?? first).join(" ")}`;
}

/** From the side of one card to the side of another through the gaps between cards, and the middle of it; lines beside each other keep to lanes. */
export function aside({ sourceX, sourceY, targetX, targetY }: Ends, nth: number): [string, number, number] {
  const ahead = targetX > sourceX ? 1 : -1;
  const lane = ((nth % lanes) + 1) / (lanes + 1);
  const [leaves, arrives] = [sourceX + ahead * gap.across * lane, targetX - ahead * gap.across * lane];
  const level = Math.abs(targetY - sourceY) < 1;
  if (level && Math.abs(targetX - sourceX) <= gap.across + 1)
    return [`M ${sourceX} ${sourceY} L ${targetX} ${targetY}`, (sourceX + targetX) / 2, sourceY];
  const down = targetY >= sourceY - 1 ? 1 : -1;
  const y = sourceY + down * (size.height / 2 + gap.down * lane);
  const points: Point[] = [
    [sourceX, sourceY],
    [leaves, sourceY],
    [leaves, y],
    [arrives, y],
    [arrives, targetY],
    [targetX, targetY],
  ];
  return [rounded(points, 8), (leaves + arrives) / 2, y];
}
