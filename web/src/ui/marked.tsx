const special = /[.*+?^${}()|[\]\\]/g;

/** The pieces of a text, every second one a part that was looked for. */
export function pieces(text: string, q: string): string[] {
  const digits = /^[\d\s()+.-]{4,}$/.test(q) ? [...q.replace(/\D/g, "")].join("[ ()-]*") : "";
  const words = q
    .split(/[\s,，、。]+/)
    .filter(Boolean)
    .map((word) => word.replace(special, "\\$&"));
  const parts = digits ? [digits, ...words] : words;
  return parts.length === 0 ? [text] : text.split(new RegExp(`(${parts.join("|")})`, "gi"));
}

/** A text with what was looked for emphasised. */
export const Marked = ({ text, q }: { text: string; q: string }) =>
  pieces(text, q).map((piece, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
    at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece,
  );
