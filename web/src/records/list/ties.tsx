import { Link } from "@tanstack/react-router";
import type { RecordData, Tie } from "@/api/types";
import { useLinks } from "@/fields/links";
import { useObjects } from "@/metadata/meta";

/** Name under which a record says what it is about. */
export const tiesName = "related";

export const tiesOf = (record: RecordData): Tie[] => (record[tiesName] as Tie[] | undefined) ?? [];

/** As text, where the whole line already leads somewhere. */
export const tiesText = (record: RecordData): string =>
  tiesOf(record)
    .map((tie) => tie.title)
    .join(", ");

/** What a record is about, each the way to it; records of objects one may not open are named only. */
export function Ties({ record }: { record: RecordData }) {
  const objectOf = useObjects();
  const links = useLinks();
  const ties = tiesOf(record);
  return (
    <span className="ellipsis ties" title={tiesText(record)}>
      {ties.map((tie, at) => {
        const home = links ? objectOf(tie.object) : undefined;
        return (
          <span key={tie.id}>
            {at > 0 && <span className="muted">, </span>}
            {home ? (
              <Link to="/$plural/$id" params={{ plural: home.plural, id: tie.id }} preload={false}>
                {tie.title}
              </Link>
            ) : (
              tie.title
            )}
          </span>
        );
      })}
    </span>
  );
}
