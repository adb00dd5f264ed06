import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Undo2 } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { useJob } from "@/api/use-job";
import { useObjects } from "@/metadata/meta";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Waiting } from "@/ui/waiting";
import { Files } from "./files";
import { FoundList } from "./found-list";
import { Issues } from "./issues";
import { Plan } from "./plan";
import { Questions } from "./questions";
import { isBusy, useImport, useStep } from "./requests";
import type { Import, Kept as KeptRecord, Patch, State } from "./types";

type Step = ReturnType<typeof useStep>;

/** One import: what the files mean, what is asked, what will happen, what happened. */
export function Wizard({ id }: { id: string }) {
  const { t } = useTranslation("import");
  const query = useImport(id);
  const step = useStep(id);
  const found = query.data;
  const page = useFinished(found?.state);
  if (query.error && !found) {
    return (
      <main className="card import">
        <Note danger>{query.error.message}</Note>
      </main>
    );
  }
  if (!found) return <Waiting />;
  return (
    <main className="card">
      <header className="head">
        <h1 className="import__name">{found.name}</h1>
        <span className={`import__state import__state--${found.state}`}>{t(`state.${found.state}`)}</span>
        <span className="grow" />
        <Actions found={found} step={step} />
      </header>
      <div className="import" aria-busy={isBusy(found)} ref={page}>
        {isBusy(found) && (
          <Working
            found={found}
            reread={() => void query.refetch()}
            onStop={() => step.mutate({ action: "stop" })}
          />
        )}
        {step.error && <Note danger>{step.error.message}</Note>}
        {found.message && <Note danger={found.state === "failed"}>{found.message}</Note>}
        <Body found={found} step={step} />
      </div>
    </main>
  );
}

/** What has been brought in (or taken back) shows everywhere, and its summary comes into sight. */
function useFinished(state: State | undefined) {
  const client = useQueryClient();
  const page = useRef<HTMLDivElement>(null);
  const before = useRef(state);
  useEffect(() => {
    const former = before.current;
    before.current = state;
    if (former === undefined || former === state || (state !== "done" && state !== "undone")) return;
    page.current?.scrollTo({ top: 0 });
    void client.invalidateQueries({ queryKey: keys.session });
  }, [state, client]);
  return page;
}

function Body({ found, step }: { found: Import; step: Step }) {
  const { t } = useTranslation("import");
  const patch = useCallback((given: Patch) => step.mutate({ patch: given }), [step.mutate]);
  const over = found.state === "done" || found.state === "undone";
  const undoing = found.state === "running" && found.found.length > 0;
  const asked = !over && !undoing && (found.counts.length > 0 || !isBusy(found));
  const locked = over || found.state === "running" || step.isPending;
  return (
    <>
      {found.state === "undone" && <Undone found={found} />}
      {found.state === "done" && <FoundList items={found.found} />}
      {(over || undoing) && <Plan found={found} title={t("plan.did")} />}
      {asked && <Questions found={found} locked={locked} patch={patch} />}
      {asked && <Issues items={found.issues} locked={locked} patch={patch} />}
      {asked && <Plan found={found} title={t("plan.title")} />}
      <Files found={found} locked={locked} patch={patch} />
      <Link to="/import" className="muted">
        {over ? t("go.again") : t("go.back")}
      </Link>
    </>
  );
}

function Actions({ found, step }: { found: Import; step: Step }) {
  const { t } = useTranslation("import");
  const undo = async () => {
    if (await ask({ title: t("go.undoAsk"), text: t("go.undoHint"), yes: t("go.undo"), danger: true }))
      step.mutate({ action: "undo" });
  };
  if (found.state === "done") {
    return (
      <Button icon={<Undo2 size={14} />} loading={step.isPending} onClick={() => void undo()}>
        {t("go.undo")}
      </Button>
    );
  }
  if (found.state === "undone") return null;
  return (
    <Button
      type="primary"
      disabled={found.state !== "ready" || step.isPending}
      onClick={() => step.mutate({ action: "run" })}
    >
      {t("go.run")}
    </Button>
  );
}

type WorkingProps = { found: Import; reread: () => void; onStop: () => void };

/** How far it is; it goes on when the page is left, and can be stopped. */
function Working({ found, reread, onStop }: WorkingProps) {
  const { t } = useTranslation("import");
  const job = useJob(found.job, reread);
  if (job?.state === "failed") return <Note danger>{job.message || t("go.failed")}</Note>;
  const told = found.result?.progress ?? job;
  const undoing = job?.kind === "transfer.undo";
  return (
    <section className="import__working">
      <Progress
        label={told?.message || t(`state.${found.state}`)}
        done={told?.done ?? 0}
        total={told?.total ?? null}
      />
      <div className="row">
        <span className="muted grow">{t("go.leave")}</span>
        {!undoing && (
          <Button size="small" onClick={onStop}>
            {t("go.stop")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** A record that stays, a click away where it may still be seen. */
function Kept({ item }: { item: KeptRecord }) {
  const object = useObjects()(item.object);
  if (!object || item.title === null) return <>{item.title ?? item.id}</>;
  return (
    <Link to="/$plural/$id" params={{ plural: object.plural, id: item.id }}>
      {item.title}
    </Link>
  );
}

/** Records that stay for the same sort of reason, each with its own. */
function KeptList({ title, items }: { title: string; items: KeptRecord[] }) {
  const { t } = useTranslation("import");
  if (items.length === 0) return null;
  return (
    <>
      <h2 className="import__title">
        {title} <span className="muted num">{items.length}</span>
      </h2>
      <ul className="import__lines">
        {items.slice(0, 100).map((item) => (
          <li key={`${item.id}${item.field}`}>
            <Kept item={item} /> <span className="muted">{item.message}</span>
          </li>
        ))}
        {items.length > 100 && <li className="muted">{t("go.more", { count: items.length - 100 })}</li>}
      </ul>
    </>
  );
}

function Undone({ found }: { found: Import }) {
  const { t } = useTranslation("import");
  const kept = found.result.kept ?? [];
  return (
    <section>
      <Note>{t("go.undone", { count: found.result.undone ?? 0 })}</Note>
      <KeptList title={t("go.kept")} items={kept.filter((item) => !item.held)} />
      <KeptList title={t("go.held")} items={kept.filter((item) => item.held)} />
    </section>
  );
}
