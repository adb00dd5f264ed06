/** A random identifier; works on plain HTTP in a local network too, where `crypto.randomUUID` is missing. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
