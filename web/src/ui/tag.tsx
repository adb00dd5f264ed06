import { softColour } from "@/lib/soft";
import "./ui.css";

/** Soft coloured label. */
export function Tag({ text, colour }: { text: string; colour?: string | null }) {
  return (
    <span className={`tag soft-${softColour(colour, text)}`} title={text}>
      <span>{text}</span>
    </span>
  );
}
