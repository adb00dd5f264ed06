export function TodayPage(_props: { object?: unknown }) {
  return null;
}
