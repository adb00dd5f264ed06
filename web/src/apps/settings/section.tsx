export function Section(_props: { object?: unknown }) {
  return null;
}
