import { Dropdown } from "antd";
import { ArrowDown, ArrowUp, Copy, GitBranch, Plus, Stamp, Timer, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { useNamed } from "@/fields/shared/use-named";
import { Sentence } from "@/records/built/shown";
import { PlainButton } from "@/ui/plain-button";
import { type Branch, type Kind, newBranch, type Place, type Step } from "./steps";

export type Handling = {
  open: (step: string, branch?: number | null) => void;
  add: (place: Place, kind: Kind) => void;
  change: (id: string, part: Partial<Step>) => void;
  remove: (id: string) => void;
  move: (id: string, by: 1 | -1) => void;
};
type Shared = {
  object: ObjectMeta | undefined;
  problems: Record<string, string>;
  handling?: Handling;
};

/** A process from its beginning to its end; without `handling` only to look at. */
export function FlowTree({ steps, ...shared }: Shared & { steps: Step[] }) {
  const { t } = useTranslation("flow");
  return (
    <section className="flow" aria-label={t("flow")}>
      <span className="flow__end">{t("start")}</span>
      <Steps {...shared} steps={steps} inside={null} branch={0} />
      <span className="flow__end">{t("end")}</span>
    </section>
  );
}

function Steps({ steps, inside, branch, ...shared }: Shared & Omit<Place, "at"> & { steps: Step[] }) {
  const link = (at: number) => <Link handling={shared.handling} place={{ inside, branch, at }} />;
  return (
    <>
      {link(0)}
      {steps.map((step, at) => (
        <div key={step.id} className="flow__item">
          {step.kind === "branch" ? <Branches {...shared} step={step} /> : <Card {...shared} step={step} />}
          {link(at + 1)}
        </div>
      ))}
    </>
  );
}

const offered: { kind: Kind; icon: React.ReactNode }[] = [
  { kind: "superior", icon: <Stamp size={14} /> },
  { kind: "copy", icon: <Copy size={14} /> },
  { kind: "branch", icon: <GitBranch size={14} /> },
];

/** The line between two steps, with the button that puts another one there. */
function Link({ handling, place }: { handling: Handling | undefined; place: Place }) {
  const { t } = useTranslation("flow");
  return (
    <div className="flow__link">
      {handling && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: offered.map(({ kind, icon }) => ({ key: kind, icon, label: t(`add.${kind}`) })),
            onClick: ({ key }) => handling.add(place, key as Kind),
          }}
        >
          <button type="button" className="flow__plus" aria-label={t("addHere")}>
            <Plus size={14} aria-hidden="true" />
          </button>
        </Dropdown>
      )}
    </div>
  );
}

function Card({ step, problems, handling }: Shared & { step: Step }) {
  const { t } = useTranslation("flow");
  const problem = problems[step.id];
  const name = step.name || t(step.kind === "copy" ? "kind.copy" : "decide");
  const Mark = step.kind === "copy" ? Copy : Stamp;
  return (
    <article className={`flow__card flow__card--${step.kind} ${problem ? "flow__card--wrong" : ""}`}>
      <header>
        <Mark size={13} aria-hidden="true" />
        <span className="grow ellipsis">{name}</span>
        {handling && <Tools step={step} name={name} handling={handling} />}
      </header>
      <button
        type="button"
        className="flow__body"
        disabled={!handling}
        onClick={() => handling?.open(step.id)}
        aria-label={t("openStep", { name })}
      >
        <Who step={step} />
        <span className="muted flow__how">
          {step.kind !== "copy" &&
            step.kind !== "superior" &&
            !(step.kind === "people" && step.people.length < 2) &&
            t(`decides.${step.kind === "superiors" ? "one_by_one" : step.mode}`, { percent: step.percent })}
          {step.limit && (
            <>
              <Timer size={12} aria-hidden="true" /> {t("hours", { count: step.limit.hours })} ·{" "}
              {t(`then.${step.limit.then}`)}
            </>
          )}
          {step.when && <GitBranch size={12} aria-label={t("when")} />}
        </span>
      </button>
      {problem && (
        <p className="flow__problem" role="alert">
          {problem}
        </p>
      )}
    </article>
  );
}

function Tools({ step, name, handling }: { step: Step; name: string; handling: Handling }) {
  const { t } = useTranslation("flow");
  return (
    <span className="flow__tools">
      <PlainButton
        bare
        icon={<ArrowUp size={12} />}
        label={t("up", { name })}
        onClick={() => handling.move(step.id, -1)}
      />
      <PlainButton
        bare
        icon={<ArrowDown size={12} />}
        label={t("down", { name })}
        onClick={() => handling.move(step.id, 1)}
      />
      <PlainButton
        bare
        icon={<X size={12} />}
        label={t("removeStep", { name })}
        onClick={() => handling.remove(step.id)}
      />
    </span>
  );
}

/** Who takes part in a step, in words. */
export function Who({ step }: { step: Step }) {
  const { t } = useTranslation("flow");
  const people = useNamed(
    "user",
    step.people.map((id) => ({ id, title: null })),
  );
  const [role] = useNamed("role", step.role ? [{ id: step.role, title: null }] : []);
  const names = people.map((person) => person.title ?? "…").join(t("and"));
  const said: Record<Kind, string> = {
    people: names || t("nobodyYet"),
    role: role ? t("who.role", { role: role.title ?? "…" }) : t("nobodyYet"),
    superior: t(step.level === 1 ? "who.superior" : "who.superiorAt", { level: step.level }),
    superiors: role
      ? t("who.superiorsTo", { role: role.title ?? "…" })
      : t("who.superiors", { level: step.level }),
    choice: t("who.choice"),
    copy: names || t("nobodyYet"),
    branch: "",
  };
  return <span className="flow__who">{said[step.kind]}</span>;
}

function Branches({ step, ...shared }: Shared & { step: Step }) {
  const { t } = useTranslation("flow");
  const { handling, problems } = shared;
  const name = step.name || t("kind.branch");
  const problem = problems[step.id];
  return (
    <div className="flow__branching">
      <div className="flow__branch-head">
        <GitBranch size={13} aria-hidden="true" />
        <span>{name}</span>
        {handling && (
          <>
            <PlainButton
              icon={<Plus size={12} />}
              label={t("addBranch")}
              onClick={() => handling.change(step.id, { branches: [...step.branches, newBranch()] })}
            />
            <Tools step={step} name={name} handling={handling} />
          </>
        )}
      </div>
      {problem && (
        <p className="flow__problem" role="alert">
          {problem}
        </p>
      )}
      <div className="flow__branches">
        {step.branches.map((branch, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: branches have no identity, their order is what they are
          <div key={at} className="flow__branch">
            <BranchCard {...shared} step={step} branch={branch} at={at} />
            <Steps {...shared} steps={branch.steps} inside={step.id} branch={at} />
          </div>
        ))}
      </div>
    </div>
  );
}

function BranchCard({
  step,
  branch,
  at,
  object,
  handling,
}: Shared & { step: Step; branch: Branch; at: number }) {
  const { t } = useTranslation("flow");
  const name = branch.name || t("branch", { at: at + 1 });
  return (
    <article className="flow__card flow__card--way">
      <header>
        <span className="grow ellipsis">{name}</span>
        <span className="muted num">{t("rank", { at: at + 1 })}</span>
        {handling && (
          <PlainButton
            bare
            icon={<X size={12} />}
            label={t("removeStep", { name })}
            onClick={() => handling.change(step.id, { branches: step.branches.toSpliced(at, 1) })}
          />
        )}
      </header>
      <button
        type="button"
        className="flow__body"
        disabled={!handling}
        aria-label={t("openStep", { name })}
        onClick={() => handling?.open(step.id, at)}
      >
        {branch.when && object ? (
          <span className="flow__who">
            <Sentence object={object} node={branch.when} />
          </span>
        ) : (
          <span className="muted">{t("otherwise")}</span>
        )}
      </button>
    </article>
  );
}
