const rows = Array.from({ length: 14 }, (_, at) => at);
const widths = [190, 80, 96, 70, 110, 90];

/** What the table will look like, while its rows are on their way. */
export function GridSkeleton() {
  return (
    <div className="grid-skeleton" aria-busy="true">
      {rows.map((row) => (
        <div key={row} className="grid-skeleton__row">
          {widths.map((width, at) => (
            <span key={width} className="skeleton" style={{ width: width - ((row * 17 + at * 11) % 40) }} />
          ))}
        </div>
      ))}
    </div>
  );
}
