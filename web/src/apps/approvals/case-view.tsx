import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { Value } from "@/fields/value";
import { fieldOf, useObject } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { PathView } from "./path";
import { approvalKeys, takeStep } from "./requests";
import type { Case, Line } from "./types";

type Way = "approve" | "reject" | "return" | "hand_on" | "add_signer" | "withdraw" | "urge" | "resubmit";
const asksFor: Partial<Record<Way, "to" | "people">> = { hand_on: "to", add_signer: "people" };
const dangerous = new Set<Way>(["reject", "withdraw"]);

/** Takes a step of a case and has everything that may have changed asked for again. */
export function useStep(id: string, onDone?: () => void) {
  const client = useQueryClient();
  const { t } = useTranslation("approvals");
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ way, body }: { way: Way; body: object }) => takeStep(id, way, body),
    onSuccess: (saved, { way }) => {
      client.setQueryData(approvalKeys.one(id), saved);
      for (const queryKey of [approvalKeys.all, ["record"], ["rows"], ["today"]])
        void client.invalidateQueries({ queryKey });
      toast(t(`done.${way}`));
      onDone?.();
    },
  });
}

/** Asks for an opinion (and for whom, where a step is handed to somebody), then takes the step. */
export function StepDialog({ id, way, onClose }: { id: string; way: Way; onClose: () => void }) {
  const { t } = useTranslation("approvals");
  const [opinion, setOpinion] = useState("");
  const [people, setPeople] = useState<Ref[]>([]);
  const step = useStep(id, onClose);
  const asked = asksFor[way];
  const ids = people.map((person) => person.id);
  const words = way === "resubmit" ? { comment: opinion || null } : { opinion: opinion || null };
  const body = { ...words, ...(asked === "to" ? { to: ids[0] } : asked ? { people: ids } : {}) };
  const send = () => step.mutate({ way, body });
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
        {asked && (
          <RecordSelect
            target="user"
            label={t("people")}
            person
            several={asked === "people"}
            value={people}
            onChange={setPeople}
          />
        )}
        <Input.TextArea
          aria-label={t("opinion")}
          placeholder={t("opinion")}
          rows={3}
          maxLength={20000}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing)
              send();
          }}
        />
      </div>
    </Dialog>
  );
}

/** What the actor can do now, the likeliest first. */
export function Ways({ found, small = false }: { found: Pick<Case, "id" | "can">; small?: boolean }) {
  const { t } = useTranslation("approvals");
  const [way, setWay] = useState<Way | null>(null);
  const { can } = found;
  const offered: Way[] = [
    ...(can.decide ? (["approve", "reject", "return", "hand_on", "add_signer"] as const) : []),
    ...(can.resubmit ? (["resubmit"] as const) : []),
    ...(can.urge ? (["urge"] as const) : []),
    ...(can.withdraw ? (["withdraw"] as const) : []),
  ];
  const shown = small ? offered.slice(0, 2) : offered;
  return (
    <div className="approval__ways">
      {shown.map((each, at) => (
        <Button
          key={each}
          size={small ? "small" : "middle"}
          type={at === 0 && each !== "urge" ? "primary" : "default"}
          danger={dangerous.has(each)}
          onClick={() => setWay(each)}
        >
          {t(`way.${each}`)}
        </Button>
      ))}
      {way && <StepDialog id={found.id} way={way} onClose={() => setWay(null)} />}
    </div>
  );
}

function Lines({ object, lines }: { object: string; lines: Line[] }) {
  const { t } = useTranslation("approvals");
  const meta = useObject(object);
  if (lines.length === 0) return null;
  const shown = (line: Line, value: unknown) => {
    const field = meta && fieldOf(meta, line.field);
    return field ? <Value field={field} value={value} compact /> : <span>{String(value ?? "—")}</span>;
  };
  return (
    <dl className="approval__lines" aria-label={t("changes")}>
      {lines.map((line) => (
        <div key={line.field}>
          <dt className="muted">{line.label}</dt>
          <dd>
            {line.before !== null &&
              line.before !== line.after &&
              JSON.stringify(line.before) !== JSON.stringify(line.after) && (
                <span className="approval__before">{shown(line, line.before)}</span>
              )}
            {shown(line, line.after ?? line.before)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A case in full: what is asked for, by whom, who decides, and what one can do. */
export function CaseView({ found }: { found: Case }) {
  const { t } = useTranslation("approvals");
  return (
    <div className="approval">
      {found.problem && <Note danger>{t("problem", { why: found.problem })}</Note>}
      {found.comment && <p className="approval__comment">{found.comment}</p>}
      <Lines object={found.object} lines={found.changes} />
      <PathView steps={found.steps} />
      <Ways found={found} />
    </div>
  );
}
