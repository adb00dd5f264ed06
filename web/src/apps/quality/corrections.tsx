import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Segments } from "@/ui/segments";
import { Tick } from "@/ui/tick";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { AnswerDialog } from "./answer";
import { CorrectionCard } from "./correction-card";
import {
  type Correction,
  type CorrectionState,
  decideCorrections,
  type Outcome,
  qualityKeys,
  readCorrections,
  type Whose,
} from "./requests";
import { useWalk } from "./walk";

type Decision = { items: Correction[]; state: Outcome; answer: string };

const states = ["open", "accepted", "refused", "withdrawn"] as const;
const keys = ["J K", "X", "A", "R"] as const;

function useDecide(onDone: () => void) {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ items, state, answer }: Decision) => decideCorrections(items, state, answer),
    onSuccess: ({ done, refused }, { items, state }) => {
      const left = new Set(refused.map((each) => each.id));
      const undone = {
        items: items.filter((each) => !left.has(each.id)),
        state: "open",
        answer: "",
      } as const;
      const first = refused[0];
      if (first)
        return toast(t("decidedNot", { count: done, left: refused.length, why: first.message }), {
          tone: "error",
        });
      if (state === "open") return toast(t("reopened", { count: done }));
      const undo = { label: t("undo"), run: () => decide.mutate(undone) };
      toast(t("decidedSome", { count: done }), state === "withdrawn" ? {} : { action: undo });
    },
    onError: (error) => toast(error.message, { tone: "error" }),
    onSettled: () => {
      onDone();
      void client.invalidateQueries();
    },
  });
  return decide;
}

function Nothing({ whose, state }: { whose: Whose; state: CorrectionState }) {
  const { t } = useTranslation("quality");
  if (state !== "open") return <Empty icon="check-circle" title={t("emptyState")} />;
  return whose === "mine" ? (
    <Empty icon="message-square" title={t("emptyMine")} hint={t("emptyMineHint")} />
  ) : (
    <Empty icon="check-circle" title={t("emptyQueue")} hint={t("emptyQueueHint")} />
  );
}

/** The keys of the queue, where there is a keyboard. */
function Keys() {
  const { t } = useTranslation("quality");
  return (
    <p className="correction__keys muted">
      {keys.map((key) => (
        <span key={key}>
          <kbd className="kbd">{key}</kbd> {t(`key.${key}`)}
        </span>
      ))}
    </p>
  );
}

/** What colleagues propose to put right: decided one by one or several at once. */
export function Corrections() {
  const { t } = useTranslation("quality");
  const [whose, setWhose] = useState<Whose>("decide");
  const [state, setState] = useState<CorrectionState>("open");
  const [object, setObject] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [refusing, setRefusing] = useState<Correction[] | null>(null);
  const query = useInfiniteQuery({
    queryKey: [...qualityKeys.corrections, whose, state, object],
    queryFn: ({ pageParam, signal }) =>
      readCorrections({ mine: whose === "mine", state, object, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const decide = useDecide(() => {
    setChosen(new Set());
    setRefusing(null);
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = query.data?.pages[0]?.open ?? 0;
  const picked = items.filter((each) => chosen.has(each.id));
  const run = (of: Correction[], outcome: Outcome) =>
    outcome === "refused" ? setRefusing(of) : decide.mutate({ items: of, state: outcome, answer: "" });
  const choose = (id: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((each) => each !== id)));
  const queue = whose === "decide" && state === "open";
  const walk = useWalk(queue ? items : [], {
    x: (each) => choose(each.id, !chosen.has(each.id)),
    a: (each) => run([each], "accepted"),
    r: (each) => run([each], "refused"),
  });
  const show = (next: Whose) => {
    setWhose(next);
    setObject("");
    if (next === "decide" && state === "closed") setState("open");
  };
  const objects = query.data?.pages[0]?.objects ?? [];
  const several = queue && items.length > 1;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
    <section className="duplicates" tabIndex={0} aria-label={t("tab.corrections")}>
      <div className="duplicates__bar">
        <Segments
          label={t("whose")}
          value={whose}
          options={[
            { value: "decide", label: waiting ? `${t("queue.decide")} ${waiting}` : t("queue.decide") },
            { value: "mine", label: t("queue.mine") },
          ]}
          onChange={show}
        />
        <Segments
          label={t("show")}
          value={state}
          options={[...states, ...(whose === "mine" ? (["closed"] as const) : [])].map((value) => ({
            value,
            label: t(`state.${value}`),
          }))}
          onChange={setState}
        />
        {queue && objects.length > 1 && (
          <Segments
            label={t("object")}
            value={object}
            options={[
              { value: "", label: t("everyObject") },
              ...objects.map((each) => ({ value: each.key, label: `${each.label} ${each.open}` })),
            ]}
            onChange={setObject}
          />
        )}
      </div>
      {query.isPending && <Waiting />}
      <Broken query={query} />
      {query.data && items.length === 0 && <Nothing whose={whose} state={state} />}
      {several && (
        <div className="correction__several">
          <Tick
            checked={picked.length === items.length}
            label={t("chooseAll")}
            onChange={(on) => setChosen(new Set(on ? items.map((each) => each.id) : []))}
          />
          <span aria-hidden="true">{t("chooseAll")}</span>
          <span className="grow" />
          <Button disabled={picked.length === 0} onClick={() => run(picked, "refused")}>
            {t("refuseChosen", { count: picked.length })}
          </Button>
          <Button
            type="primary"
            disabled={picked.length === 0}
            loading={decide.isPending}
            onClick={() => run(picked, "accepted")}
          >
            {t("acceptChosen", { count: picked.length })}
          </Button>
        </div>
      )}
      {items.map((each) => (
        <CorrectionCard
          key={each.id}
          current={walk === each.id}
          correction={each}
          whose={whose}
          chosen={chosen.has(each.id)}
          onChoose={(on) => choose(each.id, on)}
          onDecide={(outcome) => run([each], outcome)}
        />
      ))}
      {queue && items.length > 0 && <Keys />}
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("moreCorrections")}
        </Button>
      )}
      {refusing && (
        <AnswerDialog
          title={t("answerTitle")}
          ok={t("refuse")}
          hint={t("answerHint")}
          busy={decide.isPending}
          onAnswer={(answer) => decide.mutate({ items: refusing, state: "refused", answer })}
          onClose={() => setRefusing(null)}
        />
      )}
    </section>
  );
}
