import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { useDelayed } from "@/ui/use-delayed";
import { Waiting } from "@/ui/waiting";
import { anything, Finding } from "./finding";
import { CaseDialog, Cases } from "./list";
import { approvalKeys, findMine, readMine } from "./requests";
import { ready } from "./texts";
import "./approvals.css";

await ready;
const tabs = ["open", "submitted", "decided", "copied"] as const;

/** What waits for me, what I asked for, what I decided. */
export function ApprovalsPage() {
  const { t } = useTranslation("approvals");
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const [tab, setTab] = useState<(typeof tabs)[number]>("open");
  const [wanted, setWanted] = useState(anything);
  const words = useDelayed(wanted.words.trim());
  const mine = useQuery({ queryKey: approvalKeys.mine, queryFn: ({ signal }) => readMine(signal) });
  const waiting: Partial<Record<(typeof tabs)[number], number>> = {
    open: mine.data?.open.length,
    submitted: mine.data?.submitted.filter((brief) => brief.state === "returned").length,
  };
  const asked = { ...wanted, words, part: tab, state: tab === "open" ? "" : wanted.state };
  const query = useInfiniteQuery({
    queryKey: approvalKeys.found(asked),
    queryFn: ({ pageParam, signal }) => findMine({ ...asked, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const shown = query.data?.pages.flatMap((page) => page.items) ?? [];
  const looking = JSON.stringify(wanted) !== JSON.stringify(anything);
  return (
    <main className="card">
      <header className="head">
        <h1>{t("mine")}</h1>
        <span className="grow" />
        <Link to="/settings/$section" params={{ section: "delegations" }}>
          {t("deputies")}
        </Link>
      </header>
      <div className="approval-tabs" role="tablist">
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={each === tab}
            onClick={() => setTab(each)}
          >
            {t(`tab.${each}`)}
            {(waiting[each] ?? 0) > 0 && <span className="muted num"> {waiting[each]}</span>}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="approval-page" tabIndex={0} aria-label={t(`tab.${tab}`)}>
        <div className="approval-page__inner">
          <Finding
            wanted={wanted}
            states={tab !== "open"}
            set={(part) => setWanted((old) => ({ ...old, ...part }))}
          />
          {query.isPending && <Waiting />}
          {query.error && <Note danger>{query.error.message}</Note>}
          {query.data && shown.length === 0 && (
            <Empty
              icon="check-circle"
              title={t(looking ? "find.none" : "nothing")}
              hint={looking ? undefined : t("nothingHint")}
            />
          )}
          <Cases briefs={shown} decide={tab === "open"} />
          {query.hasNextPage && (
            <Button
              className="approval-more"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t("find.more")}
            </Button>
          )}
        </div>
      </section>
      {id && <CaseDialog key={id} id={id} onClose={() => void navigate({ to: "/approvals" })} />}
    </main>
  );
}
