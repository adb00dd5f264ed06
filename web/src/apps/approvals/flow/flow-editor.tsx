import { useState } from "react";
import type { ObjectMeta } from "@/api/types";
import { useAbout } from "@/records/built/inputs";
import type { BuiltInputProps, ShownProps } from "@/records/built/types";
import { BranchPanel, StepPanel } from "./panels";
import {
  everyStep,
  insert,
  move,
  newStep,
  type Place,
  readSteps,
  remove,
  replace,
  type Step,
  stored,
} from "./steps";
import { ready } from "./texts";
import { FlowTree, type Handling } from "./tree";
import "./flow.css";

await ready;

/** Problems of steps by the step's id, out of those of the whole form ("nodes.n1"). */
const ofSteps = (problems: Record<string, string> | undefined, prefix: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(problems ?? {})
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, why]) => [name.slice(prefix.length + 1), why]),
  );

/** The steps of a process as a flow from top to bottom; each is opened, moved and taken out where it stands. */
export function StepsInput({ field, value, onChange, values, problems }: BuiltInputProps) {
  const object = useAbout(values);
  const steps = readSteps(value);
  return (
    <Flow
      object={object}
      steps={steps}
      problems={ofSteps(problems, field.name)}
      onChange={(next) => onChange(next.length > 0 ? stored(next) : null)}
    />
  );
}

export function StepsShown({ value, values, compact }: ShownProps) {
  const object = useAbout(values);
  const steps = readSteps(value);
  if (compact) return <span className="num">{everyStep(steps).length}</span>;
  return <FlowTree object={object} steps={steps} problems={{}} />;
}

type Open = { step: string; branch: number | null };
type Props = {
  object: ObjectMeta | undefined;
  steps: Step[];
  problems: Record<string, string>;
  onChange: (steps: Step[]) => void;
};

function Flow({ object, steps, problems, onChange }: Props) {
  const [open, setOpen] = useState<Open | null>(null);
  const shown = open && everyStep(steps).find((step) => step.id === open.step);
  const handling: Handling = {
    open: (step, branch = null) => setOpen({ step, branch }),
    add: (place: Place, kind) => {
      const made = newStep(steps, kind);
      onChange(insert(steps, place, made));
      setOpen(kind === "branch" ? null : { step: made.id, branch: null });
    },
    change: (id, part) => onChange(replace(steps, id, part)),
    remove: (id) => onChange(remove(steps, id)),
    move: (id, by) => onChange(move(steps, id, by)),
  };
  const set = (part: Partial<Step>) => open && handling.change(open.step, part);
  return (
    <>
      <FlowTree object={object} steps={steps} problems={problems} handling={handling} />
      {open && shown && open.branch === null && (
        <StepPanel
          object={object}
          step={shown}
          problem={problems[shown.id]}
          onChange={set}
          onClose={() => setOpen(null)}
        />
      )}
      {open && shown && open.branch !== null && (
        <BranchPanel
          object={object}
          step={shown}
          at={open.branch}
          onChange={set}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
