const units: Record<string, number> = { 千: 3, k: 3, 万: 4, w: 4, m: 6, 亿: 8, b: 9 };
const wide = (text: string) =>
  text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/** What people type for a number ("1,200", "５万", "1.2M", "¥300") as a decimal string; null when it is none. */
export function readNumber(typed: string): string | null {
  const text = wide(typed.trim().toLowerCase()).replace(/[\s,，¥$€£%]/g, "");
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([千kw万m亿b]?)$/u.exec(text);
  if (!match || (!match[2] && !match[3])) return null;
  const shift = units[match[4] ?? ""] ?? 0;
  const fraction = (match[3] ?? "").padEnd(shift, "0");
  const whole = `${match[2] ?? ""}${fraction.slice(0, shift)}`.replace(/^0+(?=\d)/, "") || "0";
  const rest = fraction.slice(shift).replace(/0+$/, "");
  const sign = match[1] === "-" && (whole !== "0" || rest) ? "-" : "";
  return `${sign}${whole}${rest ? `.${rest}` : ""}`;
}
