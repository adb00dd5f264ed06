export function Profile(_props: { object?: unknown }) {
  return null;
}
