import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/api/types";
import { useObjects } from "@/metadata/meta";
import { Kept, Reason } from "@/records/bulk/reasons";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Waiting } from "@/ui/waiting";
import { isBusy, planOf } from "./draft";
import { handoverKeys, readItems } from "./requests";
import type { Draft, Part, Run } from "./types";
import "@/records/bulk/bulk.css";

type Props = {
  handover: string;
  run: Run;
  draft: Draft;
  busy: boolean;
  onStep: (step: "run" | "undo") => void;
};

/** What a distribution would do, does, has done; what of it could not be, and what an undo left. */
export function Outcome({ handover, run, draft, busy, onStep }: Props) {
  const { t } = useTranslation("handover");
  const changed = JSON.stringify(planOf(draft)) !== JSON.stringify(asTried(run));
  if (isBusy(run)) return <Progress label={t(`busy.${run.state}`)} done={run.position} total={run.total} />;
  return (
    <section className="handover-outcome" aria-label={t(`outcome.${run.state}`)} aria-live="polite">
      <h2 className="handover__head">{t(`outcome.${run.state}`)}</h2>
      {run.state === "failed" && <Note danger>{run.message}</Note>}
      {run.state === "undone" ? <Undone run={run} /> : <Table run={run} />}
      {run.left > 0 && run.state !== "undone" && (
        <p className="muted">{t("leftOver", { count: run.left })}</p>
      )}
      {run.state !== "undone" && <Refused run={run} />}
      {run.rest && <Rest rest={run.rest} />}
      {run.state !== "undone" && run.total > 0 && <Items handover={handover} run={run} />}
      {run.state === "ready" && changed && <p className="muted">{t("changed")}</p>}
      <div className="row">
        {run.state === "ready" && (
          <Button
            type="primary"
            loading={busy}
            disabled={changed || (run.done === 0 && !run.plan.rest)}
            onClick={() => onStep("run")}
          >
            {t("go", { count: run.done })}
          </Button>
        )}
        {(run.state === "done" || run.state === "failed") && run.done > 0 && (
          <Button loading={busy} onClick={() => onStep("undo")}>
            {t("undo")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The plan as it was tried, with the names its fields have in the draft. */
const asTried = ({ plan }: Run) => ({
  by: plan.by,
  together: plan.together,
  keep: plan.keep,
  rest: plan.rest,
  people: plan.people,
  rules: plan.rules,
});

/** Objects down, people across. */
function Table({ run }: { run: Run }) {
  const { t } = useTranslation("handover");
  const gets = new Set(run.lines.map(({ to }) => to.id));
  const people = new Map<string, Ref>(
    run.people.filter(({ id }) => gets.has(id)).map((each) => [each.id, each]),
  );
  const objects = new Map(
    run.lines.map((line) => [rowOf(line), line.named ? t("inPlace", { label: line.label }) : line.label]),
  );
  const at = (row: string, to: string) =>
    run.lines.filter((line) => rowOf(line) === row && line.to.id === to).reduce(sum, 0);
  const all = (to: string) => run.lines.filter((line) => line.to.id === to).reduce(sum, 0);
  if (run.lines.length === 0) return <p className="muted">{t("nobodyGets")}</p>;
  return (
    <table className="handover-table">
      <thead>
        <tr>
          <th scope="col">{t("object")}</th>
          {[...people.values()].map((person) => (
            <th key={person.id} scope="col" className="num">
              {person.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...objects].map(([object, label]) => (
          <tr key={object}>
            <th scope="row">{label}</th>
            {[...people.keys()].map((to) => (
              <td key={to} className="num">
                {at(object, to).toLocaleString()}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("inAll")}</th>
          {[...people.keys()].map((to) => (
            <td key={to} className="num">
              {all(to).toLocaleString()}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

const rowOf = ({ object, named }: Part): string => `${object} ${named}`;

const sum = (whole: number, line: Part): number => whole + line.done + line.unchanged;

function Refused({ run }: { run: Run }) {
  const { t } = useTranslation("handover");
  const objects = useObjects();
  if (run.refused === 0) return null;
  return (
    <section aria-label={t("refused", { count: run.refused })}>
      <Note danger>{t("refused", { count: run.refused })}</Note>
      {run.lines.flatMap((line) =>
        line.groups.map((group) => {
          const object = objects(line.object);
          return object && <Reason key={group.like} object={object} id={line.id} group={group} />;
        }),
      )}
    </section>
  );
}

function Rest({ rest }: { rest: NonNullable<Run["rest"]> }) {
  const { t } = useTranslation("handover");
  const said = [
    rest.approvals && t("restApprovals", { ...rest.approvals }),
    rest.shares && t("restShares", { ...rest.shares }),
    rest.kept ? t("restKept", { count: rest.kept }) : null,
  ].filter(Boolean);
  return said.length > 0 ? <p>{said.join(" ")}</p> : null;
}

/** Record by record, on request. */
function Items({ handover, run }: { handover: string; run: Run }) {
  const { t } = useTranslation("handover");
  const objects = useObjects();
  const [open, setOpen] = useState(false);
  const query = useInfiniteQuery({
    queryKey: handoverKeys.items(handover, `${run.id}${run.state}`),
    queryFn: ({ pageParam, signal }) => readItems(handover, pageParam, signal),
    initialPageParam: "0",
    getNextPageParam: ({ next }) => next,
    enabled: open,
  });
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <details className="bulk-run__reason" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        <span className="grow">{t("items")}</span>
        <span className="num">{run.total.toLocaleString()}</span>
      </summary>
      <ul className="bulk-run__list">
        {items?.map((item) => (
          <li key={item.id} className="handover-item">
            <a
              className="ellipsis"
              href={`/${objects(item.object)?.plural ?? item.object}/${item.id}`}
              target="_blank"
              rel="noreferrer"
            >
              {item.title ?? t("hidden")}
            </a>
            <span className={item.message ? "handover-item__bad" : "muted"}>
              {item.message || `→ ${item.to.title}`}
            </span>
          </li>
        ))}
        {open && !items && <Waiting />}
        {query.hasNextPage && (
          <li>
            <Button
              size="small"
              type="link"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t("more")}
            </Button>
          </li>
        )}
      </ul>
    </details>
  );
}

function Undone({ run }: { run: Run }) {
  const { t } = useTranslation("handover");
  if (!run.result) return null;
  const { undone, kept, kept_count } = run.result;
  return (
    <>
      <p>{t("undone", { count: undone })}</p>
      {kept_count > 0 && (
        <section aria-label={t("kept", { count: kept_count })}>
          <Note danger>{t("kept", { count: kept_count })}</Note>
          <Kept kept={kept} />
        </section>
      )}
    </>
  );
}
