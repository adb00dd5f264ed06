import { useTranslation } from "react-i18next";

const width = 64;
const height = 18;

/** Percents one after another as a small line, the last one now; nothing for less than two. */
export function Line({ values }: { values: (number | null)[] }) {
  const { t } = useTranslation("quality");
  const known = values.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  const [first, last] = [known[0], known[known.length - 1]];
  if (!first || !last || known.length < 2) return null;
  const [low, high] = [
    Math.min(...known.map(({ value }) => value)),
    Math.max(...known.map(({ value }) => value)),
  ];
  const span = Math.max(high - low, 10);
  const x = (at: number) => 2 + (at / (values.length - 1)) * (width - 4);
  const y = (value: number) => height - 3 - ((value - low) / span) * (height - 6);
  return (
    <svg
      className="trend"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={t("trend", { count: known.length - 1, from: first.value, to: last.value })}
    >
      <title>{t("trend", { count: known.length - 1, from: first.value, to: last.value })}</title>
      <polyline points={known.map(({ value, at }) => `${x(at)},${y(value)}`).join(" ")} />
      <circle cx={x(last.at)} cy={y(last.value)} r="2" />
    </svg>
  );
}
