export function RecordPage(_props: { object?: unknown }) {
  return null;
}
