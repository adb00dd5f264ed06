import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Hourglass } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { countConditions, type Node, toWire } from "@/lib/criteria";
import { useObjects } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { FilterBar } from "@/records/filters/filter-bar";
import { FilterButton } from "@/records/filters/filter-button";
import { QuickSearch } from "@/records/list/toolbar";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { GiveDialog } from "./give-dialog";
import { LookDialog } from "./look-dialog";
import { PoolRows } from "./pool-rows";
import { type OpenPool, poolKeys, readPage, readPools } from "./requests";
import { ready } from "./texts";
import { TrialDialog } from "./trial-dialog";
import { usePoolSteps } from "./use-claim";
import "./pools.css";

await ready;

/** The pools open to this person: what nobody has, to be claimed. */
export function PoolsPage() {
  const { t } = useTranslation("pools");
  const [chosen, setChosen] = useState<string | null>(null);
  const [trying, setTrying] = useState(false);
  const { user } = useSignedIn();
  const lookup = useObjects();
  const query = useQuery({ queryKey: poolKeys.mine, queryFn: ({ signal }) => readPools(signal) });
  const pools = query.data?.items ?? [];
  const pool = pools.find((each) => each.id === chosen) ?? pools[0];
  const object = pool && lookup(pool.object);
  return (
    <main className="card">
      <header className="head">
        <h1>{t("pools")}</h1>
        <span className="grow" />
        {pool && <Allowance pool={pool} />}
        {object && (user.admin || pool?.administers) && (
          <PlainButton icon={<Hourglass size={15} />} label={t("tonight")} onClick={() => setTrying(true)} />
        )}
      </header>
      {pools.length > 1 && (
        <div className="pool-tabs" role="tablist" aria-label={t("pools")}>
          {pools.map((each) => (
            <button
              key={each.id}
              type="button"
              role="tab"
              aria-selected={each === pool}
              onClick={() => setChosen(each.id)}
            >
              {each.name} <span className="muted num">{each.waiting}</span>
            </button>
          ))}
        </div>
      )}
      {query.isPending && <Waiting />}
      <Broken query={query} />
      {query.data && !pool && <Empty icon="waves" title={t("noneOpen")} hint={t("noneHint")} />}
      {trying && object && <TrialDialog object={object} onClose={() => setTrying(false)} />}
      {pool && object && <InPool key={pool.id} pool={pool} object={object} />}
    </main>
  );
}

function Allowance({ pool }: { pool: OpenPool }) {
  const { t } = useTranslation("pools");
  return (
    <span className="pool-allowance">
      {pool.daily && <span>{t("daily", pool.daily)}</span>}
      {pool.owned && <span>{t("owned", pool.owned)}</span>}
    </span>
  );
}

/** The object as it is met in a pool: masked fields are nothing to filter by. */
const asMet = (object: ObjectMeta, pool: OpenPool): ObjectMeta => ({
  ...object,
  fields: object.fields.map((field) =>
    pool.masked.includes(field.name) ? { ...field, filterable: false, sortable: false } : field,
  ),
});

function InPool({ pool, object: asMade }: { pool: OpenPool; object: ObjectMeta }) {
  const { t } = useTranslation("pools");
  const object = asMet(asMade, pool);
  const [q, setQ] = useState<string>();
  const [filter, setFilter] = useState<Node>();
  const [picking, setPicking] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [looking, setLooking] = useState<string | null>(null);
  const [giving, setGiving] = useState(false);
  const asked = { q, filter: toWire(filter ?? null) ?? undefined };
  const query = useInfiniteQuery({
    queryKey: poolKeys.page(object.plural, pool.id, asked),
    queryFn: ({ pageParam, signal }) => readPage(pool.id, asked, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const here = rows.filter((row) => chosen.has(row.id)).map((row) => row.id);
  const choose = (ids: string[], on: boolean) =>
    setChosen((old) => new Set(on ? [...old, ...ids] : [...old].filter((id) => !ids.includes(id))));
  const steps = usePoolSteps(pool, object, () => {
    setChosen(new Set());
    setLooking(null);
    setGiving(false);
  });
  const busy = steps.claiming.isPending;
  return (
    <>
      <div className="toolbar">
        <QuickSearch state={{ q }} change={(part) => setQ(part.q)} />
        <FilterButton count={countConditions(filter ?? null)} onClick={() => setPicking(true)} />
        <span className="grow" />
        {here.length > 0 && (
          <>
            <span className="muted hide-phone">{t("chosen", { count: here.length })}</span>
            {pool.administers && <Button onClick={() => setGiving(true)}>{t("assign")}</Button>}
            <Button type="primary" loading={busy} onClick={() => steps.claiming.mutate(here)}>
              {t("claimSeveral", { count: here.length })}
            </Button>
          </>
        )}
      </div>
      <FilterBar
        object={object}
        filter={filter}
        onChange={setFilter}
        picking={picking}
        onPicking={setPicking}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="pool-page" tabIndex={0} aria-label={pool.name}>
        {query.isPending && <Waiting />}
        <Broken query={query} />
        {query.data && rows.length === 0 && (
          <Empty
            icon="waves"
            title={t(q || filter ? "noMatch" : "empty")}
            hint={q || filter ? undefined : t("emptyHint")}
          />
        )}
        {rows.length > 0 && (
          <PoolRows
            object={object}
            rows={rows}
            chosen={chosen}
            busy={busy}
            onChoose={choose}
            onLook={setLooking}
            onClaim={(id) => steps.claiming.mutate([id])}
          />
        )}
        {query.hasNextPage && (
          <Button
            className="pool-more"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("more")}
          </Button>
        )}
      </section>
      {looking && (
        <LookDialog
          pool={pool}
          object={object}
          id={looking}
          busy={busy}
          onClaim={() => steps.claiming.mutate([looking])}
          onClose={() => setLooking(null)}
        />
      )}
      {giving && (
        <GiveDialog
          ids={here}
          busy={steps.giving.isPending}
          error={steps.giving.error}
          onGive={(body) => steps.giving.mutate(body)}
          onClose={() => setGiving(false)}
        />
      )}
    </>
  );
}
