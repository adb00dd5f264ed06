type Props = { label: string; value: string; onChange: (code: string) => void };

/** Where a code from the phone is typed; the browser offers what a phone has sent. */
export function CodeField({ label, value, onChange }: Props) {
  return (
    <label className="labelled">
      <span>{label}</span>
      <input
        className="field-input num"
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        // biome-ignore lint/a11y/noAutofocus: the code is the only thing this screen asks for
        autoFocus
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
