import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { listRecords, runAction } from "@/api/records";
import { useNamed } from "@/fields/shared/use-named";
import { clock, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject, useObjectByPlural } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { kindIcons } from "./steps";
import { type Run, type RunState, runsPlural } from "./types";

const colours: Record<RunState, string> = {
  queued: "blue",
  waiting: "cyan",
  done: "green",
  failed: "red",
  skipped: "gray",
  stopped: "orange",
};
const over = new Set<RunState>(["done", "failed", "skipped", "stopped"]);

/** Runs of a rule, the latest first: what was done, what failed and why, and once more. */
export function Runs({ rule, of }: { rule: string; of: string }) {
  const { t } = useTranslation();
  const filter = { field: "automation", op: "eq", value: rule };
  const query = useInfiniteQuery({
    queryKey: keys.list(runsPlural, { filter }),
    queryFn: ({ signal, pageParam }) =>
      listRecords(runsPlural, { filter, sort: "-created_at", limit: 30, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  });
  const runs = (query.data?.pages ?? []).flatMap((page) => page.items) as unknown as Run[];
  const ids = [...new Set(runs.map((run) => run.record))];
  const named = useNamed(
    of,
    ids.map((id) => ({ id, title: null })),
  );
  if (query.isPending) return <Waiting />;
  if (runs.length === 0)
    return <Empty icon="history" title={t("automation:noRuns")} hint={t("automation:noRunsHint")} />;
  return (
    <>
      <ul className="rows">
        {runs.map((run) => (
          <Line key={run.id} run={run} title={named.find((ref) => ref.id === run.record)?.title} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t("automation:more")}
        </Button>
      )}
    </>
  );
}

function Line({ run, title }: { run: Run; title: string | null | undefined }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const client = useQueryClient();
  const object = useObject(run.object);
  const mine = useObjectByPlural(runsPlural);
  const again = useMutation({
    mutationFn: () => runAction(runsPlural, run.id, "replay", {}),
    onSettled: () => refresh(client, runsPlural),
  });
  const may = over.has(run.state) && mine?.actions.some((action) => action.name === "replay");
  return (
    <li className="auto-run">
      <Tag text={t(`automation:state.${run.state}`)} colour={colours[run.state]} />
      <div className="grow auto-run__what">
        {object && (
          <Link
            to="/$plural/$id"
            params={{ plural: object.plural, id: run.record }}
            className="ellipsis auto-hit__title"
          >
            {title ?? "—"}
          </Link>
        )}
        <span className="muted">
          {shortDate(run.created_at, language)} {clock(run.created_at, language)}
          {run.awaits && run.state === "waiting" && (
            <>
              {" · "}
              <Link to="/approvals/$id" params={{ id: run.awaits }}>
                {t("automation:awaits")}
              </Link>
            </>
          )}
          {run.due &&
            ` · ${t("automation:goesOn", { at: `${shortDate(run.due, language)} ${clock(run.due, language)}` })}`}
        </span>
        {run.steps && run.steps.length > 0 && (
          <span className="row auto-run__steps">
            {run.steps.map((step) => (
              <span
                key={`${step.id} ${step.at}`}
                className={`row auto-run__step ${step.error ? "auto-run__wrong" : ""}`}
              >
                <Icon name={kindIcons[step.kind]} size={13} />
                {t(`automation:kind.${step.kind}`)}
                {step.message === null && <span>{t("automation:notSent")}</span>}
              </span>
            ))}
          </span>
        )}
        {run.error && <span className="form__error">{run.error}</span>}
      </div>
      {may && (
        <PlainButton
          icon={<RotateCcw size={14} />}
          label={run.state === "failed" ? t("automation:goOn") : t("automation:again")}
          disabled={again.isPending}
          onClick={() => again.mutate()}
        />
      )}
    </li>
  );
}
