export function SettingsPage(_props: { object?: unknown }) {
  return null;
}
