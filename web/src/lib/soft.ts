/** Names of the soft colours in tokens.css, in the order hashing picks them. */
export const softColours = ["blue", "green", "orange", "purple", "red", "teal", "pink", "yellow"] as const;
export type SoftColour = (typeof softColours)[number] | "grey";

const known = new Set<string>([...softColours, "grey"]);
const aliases: Record<string, SoftColour> = {
  gray: "grey",
  default: "grey",
  cyan: "teal",
  indigo: "blue",
  geekblue: "blue",
  volcano: "orange",
  violet: "purple",
  amber: "yellow",
  gold: "yellow",
  lime: "green",
  emerald: "green",
  rose: "pink",
  magenta: "pink",
  sky: "blue",
  slate: "grey",
};

/** A colour that always is the same for the same text. */
export function colourOf(text: string): SoftColour {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return softColours[hash % softColours.length] ?? "blue";
}

/** A colour name from the server, or one derived from the text when it names none we have. */
export function softColour(name: string | null | undefined, text: string): SoftColour {
  if (!name) return colourOf(text);
  return known.has(name) ? (name as SoftColour) : (aliases[name] ?? colourOf(text));
}

const han = /\p{Script=Han}/u;
const corporate =
  /^(北京|上海|广州|深圳|杭州|南京|苏州|武汉|成都|重庆|西安|天津|宁波|青岛|厦门|长沙)市?(?=\p{Script=Han}{2,})/u;

/** One or two letters for an avatar: people by given name in Chinese, others by first letters. */
export function initials(title: string, person: boolean): string {
  const text = title.trim();
  if (han.test(text)) {
    const letters = [...text].filter((char) => han.test(char));
    if (person) return letters.at(-1) ?? "";
    const rest = [...text.replace(corporate, "")].filter((char) => han.test(char));
    return rest[0] ?? letters[0] ?? "";
  }
  const words = text.split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const second = person && words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + second).toUpperCase();
}
