import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { RecordSelect } from "@/fields/shared/record-select";
import { Select } from "@/ui/select";
import { useDelayed } from "@/ui/use-delayed";
import { Waiting } from "@/ui/waiting";
import { PathView } from "./path";
import { previewPath } from "./requests";
import type { Chosen, Preview, Wish } from "./types";

type Choice = Preview["choose"][number];

/** {step: ids} of whom the initiator chose. */
export const idsOf = (chosen: Chosen): Record<string, string[]> =>
  Object.fromEntries(Object.entries(chosen).map(([step, refs]) => [step, refs.map((ref) => ref.id)]));

/** Who would decide about a wish, worked out anew a moment after it changes. */
export function useAhead(wish: Wish, chosen: Chosen) {
  const asked = useDelayed(JSON.stringify({ ...wish, chosen: idsOf(chosen) }));
  return useQuery({
    queryKey: ["approval-preview", asked],
    queryFn: () => previewPath(JSON.parse(asked)),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
}

type Chooses = { value: Chosen; onChange: (next: Chosen) => void };

function Choose({ choice, value, onChange }: Chooses & { choice: Choice }) {
  const { t } = useTranslation("approvals");
  const label = choice.name || t("chooseWho");
  const picked = value[choice.id] ?? [];
  return (
    <div className="approval__field">
      <span>{label}</span>
      {choice.people ? (
        <Select
          className="select-wide"
          aria-label={label}
          mode="multiple"
          options={choice.people.map((person) => ({ value: person.id, label: person.name }))}
          value={picked.map((ref) => ref.id)}
          onChange={(ids: string[]) =>
            onChange({ ...value, [choice.id]: ids.map((id) => ({ id, title: null })) })
          }
        />
      ) : (
        <RecordSelect
          target="user"
          label={label}
          several
          person
          value={picked}
          onChange={(refs) => onChange({ ...value, [choice.id]: refs })}
        />
      )}
    </div>
  );
}

/** The path before something is submitted, with the choices it leaves to whoever submits. */
export function Ahead({ query, ...chooses }: Chooses & { query: ReturnType<typeof useAhead> }) {
  if (query.isPending) return <Waiting />;
  return (
    <>
      {query.data?.choose.map((choice) => (
        <Choose key={choice.id} choice={choice} {...chooses} />
      ))}
      {query.data && !query.error && <PathView steps={query.data.steps} />}
    </>
  );
}
