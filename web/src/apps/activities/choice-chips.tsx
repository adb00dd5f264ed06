import { fieldOf, useObject } from "@/metadata/meta";

type Props = { name: string; legend: string; value: string | null; onChange: (value: string | null) => void };

/** A choice of an activity as chips, chosen and let go with one tap; labels are the server's. */
export function ChoiceChips({ name, legend, value, onChange }: Props) {
  const activity = useObject("activity");
  const choices = (activity && fieldOf(activity, name)?.choices) ?? [];
  if (choices.length === 0) return null;
  return (
    <fieldset className="next">
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className="next__offer"
          aria-pressed={value === choice.value}
          onClick={() => onChange(value === choice.value ? null : choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
