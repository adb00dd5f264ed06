export function BoardView(_props: { object?: unknown }) {
  return null;
}
