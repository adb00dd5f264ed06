import { use } from "react";
import { Marked } from "@/ui/marked";
import { type Found, LookedFor } from "./looked-for";

/** What of a record was found that no column shows. */
export function FoundBy({ found }: { found: Found | undefined }) {
  const q = use(LookedFor);
  if (!found) return null;
  return (
    <span className="found-by ellipsis">
      <Marked text={found.text} q={q} meant={found.parts} />
    </span>
  );
}
