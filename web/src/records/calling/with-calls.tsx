import type { RecordData, Ref } from "@/api/types";
import { parts } from "./called";
import "./calling.css";

/** A text in which those it calls stand out; `of`: the record whose text it is. */
export function WithCalls({ text, of }: { text: string; of: RecordData }) {
  const named = [of.mentions, of.mention_teams].flatMap((refs) => (refs as Ref[] | null) ?? []);
  return parts(text, named).map((part, at) =>
    part.called ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
      <span key={at} className="said__called">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}
