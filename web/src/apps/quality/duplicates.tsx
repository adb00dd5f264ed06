import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObjects } from "@/metadata/meta";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Segments } from "@/ui/segments";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { MergeAll } from "./merge-all";
import { Merges } from "./merges";
import { PairCard } from "./pair";
import {
  type PairState,
  qualityKeys,
  readPairs,
  readSearches,
  type Search,
  sayOfPair,
  startSearch,
} from "./requests";
import { ready } from "./texts";
import "./quality.css";

await ready;
const pause = 1000;

/** How the latest search went, or how far this one is. */
function Standing({ search }: { search: Search }) {
  const { t } = useTranslation("quality");
  const { progress } = search;
  if (progress)
    return <Progress label={progress.message || t("search")} done={progress.done} total={progress.total} />;
  if (search.failed !== null) return <Note danger>{t("searchFailed", { why: search.failed })}</Note>;
  if (!search.finished_at || search.records === 0) return null;
  const numbers = { records: search.records.toLocaleString(), found: search.found.toLocaleString() };
  const when = relativeDay(search.finished_at, currentLanguage());
  return (
    <p className="muted">
      {t(search.found ? "found" : "foundNone", { ...numbers, when, count: search.found })}
    </p>
  );
}

function Pairs({ search, state, sure }: { search: Search; state: PairState; sure: number }) {
  const { t } = useTranslation("quality");
  const object = useObjects()(search.object);
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: [...qualityKeys.pairs(search.object, state), search.finished_at],
    queryFn: ({ pageParam, signal }) => readPairs(search.object, state, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const say = useMutation({
    mutationFn: ({ id, as }: { id: number; as: PairState }) => sayOfPair(id, as),
    onSettled: () => client.invalidateQueries({ queryKey: qualityKeys.all }),
    onSuccess: (_, { id, as }) => {
      if (as === "different")
        toast(t("saidDifferent"), {
          action: { label: t("undo"), run: () => say.mutate({ id, as: "open" }) },
        });
    },
    onError: (error) => toast(error.message, { tone: "error" }),
  });
  const pairs = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Waiting />;
  if (query.error) return <Broken query={query} />;
  if (!object) return null;
  if (pairs.length === 0) {
    if (state === "different") return <Empty icon="check-circle" title={t("emptyDifferent")} />;
    if (!search.finished_at) return <Empty icon="copy" title={t("never")} hint={t("neverHint")} />;
    return <Empty icon="check-circle" title={t("empty")} hint={t("emptyHint")} />;
  }
  return (
    <>
      {pairs.map((pair) => (
        <PairCard
          key={pair.id}
          object={object}
          pair={pair}
          sure={sure}
          say={(as) => say.mutate({ id: pair.id, as })}
        />
      ))}
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

/** Records of the whole base that are likely the same: searched for, looked at, and settled. */
export function Duplicates() {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const [state, setState] = useState<PairState>("open");
  const query = useQuery({
    queryKey: qualityKeys.searches,
    queryFn: ({ signal }) => readSearches(signal),
    refetchInterval: ({ state: { data } }) => (data?.items.some((each) => each.progress) ? pause : false),
  });
  const start = useMutation({
    mutationFn: startSearch,
    onSettled: () => client.invalidateQueries({ queryKey: qualityKeys.searches }),
    onError: (error) => toast(error.message, { tone: "error" }),
  });
  const searches = query.data?.items ?? [];
  const search = searches.find((each) => each.object === key) ?? searches[0];
  const option = (each: Search) =>
    each.open > 0 ? `${each.label} ${each.open.toLocaleString()}` : each.label;
  return (
    <>
      {query.isPending && <Waiting />}
      <Broken query={query} />
      {query.data && !search && (
        <Empty icon="copy" title={t("nothingToSearch")} hint={t("nothingToSearchHint")} />
      )}
      {search && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
        <section className="duplicates" tabIndex={0} aria-label={t("title")}>
          <div className="duplicates__bar">
            <Segments
              label={t("object")}
              value={search.object}
              options={searches.map((each) => ({ value: each.object, label: option(each) }))}
              onChange={setKey}
            />
            <Segments
              label={t("show")}
              value={state}
              options={(["open", "different"] as const).map((value) => ({ value, label: t(value) }))}
              onChange={setState}
            />
            <span className="grow" />
            <Button
              type="primary"
              loading={start.isPending}
              disabled={search.progress !== null}
              onClick={() => start.mutate(search.object)}
            >
              {t(search.finished_at ? "searchAgain" : "search")}
            </Button>
          </div>
          <Standing search={search} />
          <Merges key={`merges-${search.object}`} object={search.object} />
          {state === "open" && search.sure > 0 && (
            <div>
              <MergeAll
                key={search.object}
                object={search.object}
                count={search.sure}
                sure={query.data?.sure ?? 1}
              />
            </div>
          )}
          <Pairs
            key={`${search.object}-${state}`}
            search={search}
            state={state}
            sure={query.data?.sure ?? 1}
          />
        </section>
      )}
    </>
  );
}
