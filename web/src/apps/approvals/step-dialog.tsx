import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { Select } from "@/ui/select";
import { Waiting } from "@/ui/waiting";
import { Lines } from "./lines";
import { numberOf } from "./path";
import { approvalKeys, readCase } from "./requests";
import type { Again, Case } from "./types";
import { dangerous, useStep, type Way } from "./use-step";

/** The steps this dialog asks for; submitting again has one of its own. */
export type Asked = Exclude<Way, "resubmit">;
type Where = "before" | "with" | "after";
type Found = Pick<Case, "id"> & Partial<Case>;
/** `alone`: what is asked for does not stand on the page beneath. */
type Props = { found: Found; way: Asked; alone?: boolean; onClose: () => void };

const asksFor: Partial<Record<Asked, "to" | "people">> = {
  hand_on: "to",
  add_signer: "people",
  copy: "people",
};
const decisions: ReadonlySet<Asked> = new Set<Asked>(["approve", "reject"]);
const INITIATOR = "";

/** Asks for what a step needs (an opinion, people, where to), then takes it. */
export function StepDialog({ found, way, alone = false, onClose }: Props) {
  const { t } = useTranslation("approvals");
  const [opinion, setOpinion] = useState("");
  const [people, setPeople] = useState<Ref[]>([]);
  const [where, setWhere] = useState<Where>("before");
  const [back, setBack] = useState(INITIATOR);
  const [again, setAgain] = useState<Again>(found.again ?? "restart");
  const step = useStep(found.id, onClose);
  const asked = asksFor[way];
  const ids = people.map((person) => person.id);
  const saying = t(way === "withdraw" ? "because" : "opinion");
  const said = opinion.trim() || null;
  const bodies: Record<Asked, () => object> = {
    approve: () => ({ opinion: said }),
    reject: () => ({ opinion: said }),
    withdraw: () => ({ opinion: said }),
    urge: () => ({}),
    return: () => ({ opinion: said, ...(back === INITIATOR ? { again } : { step: back }) }),
    hand_on: () => ({ opinion: said, to: ids[0] }),
    add_signer: () => ({ opinion: said, people: ids, where }),
    copy: () => ({ people: ids }),
  };
  const send = () => {
    if (!step.isPending && !(asked && ids.length === 0)) step.mutate({ way, body: bodies[way]() });
  };
  return (
    <Dialog
      title={t(`way.${way}`)}
      width={420}
      okText={t(`way.${way}`)}
      cancelText={t("cancel")}
      okButtonProps={{
        danger: dangerous.has(way),
        loading: step.isPending,
        disabled: asked !== undefined && ids.length === 0,
        autoFocus: asked === undefined,
      }}
      onOk={send}
      onCancel={onClose}
    >
      <div className="approval__form">
        {step.error && <Note danger>{step.error.message}</Note>}
        {alone && decisions.has(way) && <AskedFor id={found.id} />}
        {way === "return" && (
          <ReturnTo found={found} back={back} onBack={setBack} again={again} onAgain={setAgain} />
        )}
        {asked && (
          <div className="approval__field">
            <span>{t("people")}</span>
            <RecordSelect
              target="user"
              label={t("people")}
              person
              several={asked === "people"}
              value={people}
              onChange={setPeople}
            />
          </div>
        )}
        {way === "add_signer" && (
          <>
            <Segments
              label={t("where.label")}
              value={where}
              options={(["before", "with", "after"] as const).map((value) => ({
                value,
                label: t(`where.${value}`),
              }))}
              onChange={setWhere}
            />
            <p className="muted">{t(`where.hint.${where}`)}</p>
          </>
        )}
        {way !== "copy" && (
          <Input.TextArea
            aria-label={saying}
            placeholder={saying}
            rows={3}
            maxLength={20000}
            value={opinion}
            onChange={(event) => setOpinion(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing)
                send();
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

/** What one decides about, for whom the line in a list says too little. */
function AskedFor({ id }: { id: string }) {
  const query = useQuery({ queryKey: approvalKeys.one(id), queryFn: ({ signal }) => readCase(id, signal) });
  const found = query.data;
  if (query.isPending) return <Waiting />;
  if (!found) return <Note danger>{query.error?.message}</Note>;
  return (
    <div className="approval__asked">
      {found.comment && <p className="approval__comment">{found.comment}</p>}
      <Lines asked={found} lines={found.changes} />
    </div>
  );
}

type ReturnProps = {
  found: Found;
  back: string;
  onBack: (back: string) => void;
  again: Again;
  onAgain: (again: Again) => void;
};

/** To whom it goes back, and where it goes on from there. */
function ReturnTo({ found, back, onBack, again, onAgain }: ReturnProps) {
  const { t } = useTranslation("approvals");
  const steps = (found.steps ?? []).map((step, at) => ({ step, at }));
  const earlier = steps.filter(({ step }) => step.state === "done" && step.kind === "decide");
  const named = ({ step, at }: (typeof steps)[number]) => {
    const people = step.people.map((person) => person.name).join(t("and"));
    return [
      step.name || t(step.added ? "added" : "step", { at: numberOf(found.steps ?? [], at) + 1 }),
      people,
    ]
      .filter(Boolean)
      .join(" · ");
  };
  return (
    <>
      <div className="approval__field">
        <span>{t("back.label")}</span>
        <Select
          className="select-wide"
          aria-label={t("back.label")}
          value={back}
          options={[
            { value: INITIATOR, label: t("back.initiator", { who: found.initiator?.name ?? "" }) },
            ...earlier.map((each) => ({ value: each.step.id, label: named(each) })),
          ]}
          onChange={(next) => onBack(String(next))}
        />
      </div>
      {/* At the first step both come to the same. */}
      {back === INITIATOR && earlier.length > 0 && (
        <div className="approval__field">
          <span>{t("back.again")}</span>
          <Segments
            label={t("back.again")}
            value={again}
            options={(["restart", "resume"] as const).map((value) => ({ value, label: t(`back.${value}`) }))}
            onChange={onAgain}
          />
        </div>
      )}
    </>
  );
}
