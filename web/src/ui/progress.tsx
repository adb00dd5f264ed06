import "./progress.css";

type Props = { label: string; done?: number; total?: number | null };

/** How far a job has come; without a total, that it is moving. */
export function Progress({ label, done = 0, total }: Props) {
  const share = total ? Math.min(100, Math.round((done / total) * 100)) : null;
  return (
    <div className="progress" role="status">
      <div className="progress__label">
        <span>{label}</span>
        {share !== null && <span className="num">{share}%</span>}
      </div>
      <progress className="progress__bar" max={100} value={share ?? undefined} aria-label={label} />
    </div>
  );
}
