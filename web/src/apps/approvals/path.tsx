import { Check, Clock, Copy, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/avatar";
import { Tag } from "@/ui/tag";
import type { CaseStep, Part, Person, Step } from "./types";
import "./approvals.css";
import { ready } from "./texts";
import { moment, Until } from "./until";

await ready;

const colours: Record<string, string> = {
  approved: "green",
  rejected: "red",
  returned: "orange",
  open: "blue",
};

function Who({ person, said }: { person: Person; said: string | null }) {
  return (
    <span className="row">
      <Avatar title={person.name} person />
      <span>{person.name}</span>
      {said && <span className="muted">{said}</span>}
    </span>
  );
}

function PartLine({ part, then }: { part: Part; then?: CaseStep["then"] }) {
  const { t } = useTranslation("approvals");
  const words = part.for ? t(`from.${part.note}`, { who: part.for }) : part.note && t(`note.${part.note}`);
  return (
    <li className="path__part">
      <Who person={part.who} said={words} />
      <Tag text={t(`task.${part.state}`)} colour={colours[part.state] ?? "gray"} />
      {part.decided_at && <span className="muted num">{moment(part.decided_at)}</span>}
      {part.state === "open" && part.due && <Until due={part.due} then={then} />}
      {part.opinion && <p className="path__opinion">{part.opinion}</p>}
    </li>
  );
}

const marks = { done: Check, now: Clock, later: Clock };

/** Which step of the process it is, from 0: what was put in on the way shifts none. */
export const numberOf = (steps: (Step | CaseStep)[], at: number): number =>
  steps.slice(0, at).filter((step) => !("added" in step && step.added)).length;

function StepBox({ step, at }: { step: Step | CaseStep; at: number }) {
  const { t } = useTranslation("approvals");
  const state = "state" in step ? step.state : "later";
  const tasks = "tasks" in step ? step.tasks : [];
  const refused = tasks.some((part) => part.state === "rejected");
  const Mark = step.kind === "copy" ? Copy : refused ? X : marks[state];
  const standsIn = (person: Person) => (person.deputy ? t("note.standsIn", { who: person.deputy }) : null);
  const named = step.kind === "copy" ? "copied" : "added" in step && step.added ? "added" : "step";
  const then = "then" in step ? step.then : null;
  // Whoever handed it on decides no more.
  const deciding = tasks.filter((part) => part.state !== "handed_on");
  const several = step.people.length > 1 || new Set(deciding.map((part) => part.who.id)).size > 1;
  return (
    <li className={`path__step path__step--${refused ? "refused" : state}`}>
      <span className="path__mark" aria-hidden="true">
        <Mark size={13} />
      </span>
      <div className="grow">
        <p className="path__name">
          {step.name || t(named, { at: at + 1 })}
          {several && step.kind === "decide" && (
            <span className="muted"> · {t(`mode.${step.mode}`, { percent: step.percent })}</span>
          )}
        </p>
        <ul className="path__people">
          {tasks.length > 0
            ? tasks.map((part) => <PartLine key={part.id} part={part} then={then} />)
            : step.people.map((person) => (
                <li key={person.id}>
                  <Who
                    person={person}
                    said={standsIn(person) ?? (person.note ? t(`note.${person.note}`) : null)}
                  />
                </li>
              ))}
          {tasks.length === 0 && step.people.length === 0 && <li className="muted">{t("skipped")}</li>}
        </ul>
      </div>
    </li>
  );
}

/** Who decides, from top to bottom, with what has been decided so far. */
export function PathView({ steps }: { steps: (Step | CaseStep)[] }) {
  return (
    <ol className="path">
      {steps.map((step, at) => (
        <StepBox key={step.id} step={step} at={numberOf(steps, at)} />
      ))}
    </ol>
  );
}
