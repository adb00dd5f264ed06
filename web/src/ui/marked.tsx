const special = /[.*+?^${}()|[\]\\]/g;

/** The pieces of a text, every second one a part that was looked for; `meant`: parts of it that only read so. */
export function pieces(text: string, q: string, meant: string[] = []): string[] {
  const digits = /^[\d\s()+.-]{4,}$/.test(q) ? [...q.replace(/\D/g, "")].join("[ ()-]*") : "";
  const words = q
    .split(/[\s,，、。]+/)
    .filter(Boolean)
    .map((word) => word.replace(special, "\\$&"));
  const read = meant.filter(Boolean).map((part) => part.replace(special, "\\$&"));
  const parts = [...(digits ? [digits] : []), ...words, ...read];
  return parts.length === 0 ? [text] : text.split(new RegExp(`(${parts.join("|")})`, "gi"));
}

/** A text with what was looked for emphasised. */
export const Marked = ({ text, q, meant }: { text: string; q: string; meant?: string[] }) =>
  pieces(text, q, meant).map((piece, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
    at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece,
  );
