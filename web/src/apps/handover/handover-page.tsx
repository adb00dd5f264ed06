import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { DistributionEditor } from "./distribution-editor";
import { draftOf, emptyDraft, isBusy } from "./draft";
import { stateColours } from "./handovers-page";
import { Outcome } from "./outcome";
import { beside, Possessions, StaysNamed } from "./possessions";
import { handoverKeys, readHandover, stepHandover, tryPlan } from "./requests";
import { ready } from "./texts";
import type { Handover, Plan } from "./types";
import { useWhose } from "./use-whose";
import "./handover.css";

await ready;

const pause = 700;

function useHandover(id: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: handoverKeys.one(id),
    queryFn: ({ signal }) => readHandover(id, signal),
    refetchInterval: (current) => (isBusy(current.state.data?.run) ? pause : false),
  });
  const again = () => client.invalidateQueries({ queryKey: handoverKeys.all });
  const attempt = useMutation({
    meta: { quiet: true },
    mutationFn: (plan: Plan) => tryPlan(id, plan),
    onSuccess: again,
  });
  const step = useMutation({
    mutationFn: (name: "run" | "undo" | "close") => stepHandover(id, name),
    onSettled: again,
  });
  const state = query.data?.run?.state;
  useEffect(() => {
    if (state === "done" || state === "undone") void client.invalidateQueries({ queryKey: ["rows"] });
  }, [state, client]);
  return { query, attempt, step };
}

/** What somebody leaves, to be distributed: what there is, who gets it, what became of it. */
export function HandoverPage() {
  const { t } = useTranslation("handover");
  const whose = useWhose();
  const { id = "" } = useParams({ strict: false });
  const { query, attempt, step } = useHandover(id);
  const found = query.data;
  return (
    <main className="card">
      <header className="head">
        <Link className="muted hide-phone" to="/handovers">
          {t("handovers")}
        </Link>
        <span className="muted hide-phone" aria-hidden="true">
          /
        </span>
        <h1 className="ellipsis">{found ? t("of", { name: whose(found.person) }) : t("handover")}</h1>
        {found && <Tag text={t(`state.${found.state}`)} colour={stateColours[found.state]} />}
        <span className="grow" />
        {found?.may && found.state === "open" && !isBusy(found.run) && (
          <Button onClick={() => step.mutate("close")}>{t("close")}</Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="handover" tabIndex={0} aria-label={t("handover")}>
        <div className="handover__inner">
          {query.isPending && <Waiting />}
          <Broken query={query} />
          {found && (
            <Body
              key={found.id}
              found={found}
              busy={attempt.isPending || step.isPending}
              refused={attempt.error?.message}
              onTry={attempt.mutate}
              onStep={step.mutate}
            />
          )}
        </div>
      </section>
    </main>
  );
}

type BodyProps = {
  found: Handover;
  busy: boolean;
  refused?: string;
  onTry: (plan: Plan) => void;
  onStep: (step: "run" | "undo") => void;
};

function Body({ found, busy, refused, onTry, onStep }: BodyProps) {
  const { t } = useTranslation("handover");
  const [draft, setDraft] = useState(() => (found.run ? draftOf(found.run) : emptyDraft()));
  const { run } = found;
  const nothing = found.lines.length + beside(found) === 0;
  const edits = found.may && !isBusy(run) && !nothing;
  return (
    <>
      {found.reason && <p className="muted">{t("because", { reason: found.reason })}</p>}
      {!found.may && found.state !== "closed" && (
        <Note>
          {t("received")} <Link to="/handovers">{t("receivedAll")}</Link>
        </Note>
      )}
      {found.may && <Possessed found={found} />}
      {found.may && nothing && !run && (
        <Empty icon="circle-check" title={t("nothing")} hint={t("nothingHint")} />
      )}
      {edits && (
        <DistributionEditor
          found={found}
          draft={draft}
          busy={busy}
          refused={refused}
          onChange={setDraft}
          onTry={onTry}
        />
      )}
      {found.may && found.chosen.length === 0 && <StaysNamed named={found.named} />}
      {run && <Outcome handover={found.id} run={run} draft={draft} busy={busy} onStep={onStep} />}
    </>
  );
}

/** What is left to be distributed, by object. */
function Possessed({ found }: { found: Handover }) {
  const { t } = useTranslation("handover");
  const whose = useWhose();
  if (found.lines.length + beside(found) === 0) return null;
  return (
    <section aria-label={t("has", { name: whose(found.person) })}>
      <h2 className="handover__head">{t("has", { name: whose(found.person) })}</h2>
      {found.chosen.map((each) => (
        <p key={each.object} className="muted">
          {t("onlyChosen", { count: each.count, label: each.label })}
        </p>
      ))}
      {found.person && <Possessions found={found} />}
    </section>
  );
}
