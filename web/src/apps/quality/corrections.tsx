import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isEmpty, Value } from "@/fields/value";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObjects } from "@/metadata/meta";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Segments } from "@/ui/segments";
import { Tag } from "@/ui/tag";
import { Tick } from "@/ui/tick";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { AnswerDialog } from "./answer";
import {
  type Correction,
  type CorrectionState,
  decideCorrections,
  qualityKeys,
  readCorrections,
} from "./requests";

type Whose = "decide" | "mine";
type Outcome = "accepted" | "refused" | "withdrawn";
type Decision = { items: Correction[]; state: Outcome; answer: string };

const states = ["open", "accepted", "refused", "withdrawn"] as const;
const colours = { open: "blue", accepted: "green", refused: "red", withdrawn: "gray" };

function useDecide(onDone: () => void) {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ items, state, answer }: Decision) => decideCorrections(items, state, answer),
    onSuccess: ({ done, refused }) => {
      const first = refused[0];
      if (first)
        toast(t("decidedNot", { count: done, left: refused.length, why: first.message }), { tone: "error" });
      else toast(t("decidedSome", { count: done }));
    },
    onError: (error) => toast(error.message, { tone: "error" }),
    onSettled: () => {
      onDone();
      void client.invalidateQueries();
    },
  });
}

function Side({ label, correction, value }: { label: string; correction: Correction; value: unknown }) {
  const { t } = useTranslation("quality");
  const object = useObjects()(correction.object);
  const field = object && fieldOf(object, correction.field);
  return (
    <div className="correction__side">
      <span className="muted">{label}</span>
      {field && !isEmpty(value) ? (
        <Value field={field} value={value} />
      ) : (
        <span className="muted">{t("emptyValue")}</span>
      )}
    </div>
  );
}

type CardProps = {
  correction: Correction;
  whose: Whose;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onDecide: (state: Outcome) => void;
};

function Card({ correction, whose, chosen, onChoose, onDecide }: CardProps) {
  const { t } = useTranslation("quality");
  const object = useObjects()(correction.object);
  const title = correction.record.title ?? "";
  const open = correction.state === "open";
  const day = relativeDay(correction.at, currentLanguage());
  return (
    <article className="correction" aria-label={`${title} · ${correction.label}`}>
      <header className="correction__head">
        {open && whose === "decide" && (
          <Tick
            checked={chosen}
            label={t("choose", { field: correction.label, title })}
            onChange={onChoose}
          />
        )}
        <span className="grow">
          {object && (
            <Link to="/$plural/$id" params={{ plural: object.plural, id: correction.record.id }}>
              {title}
            </Link>
          )}
          <strong> · {correction.label}</strong>
          <span className="muted correction__by">
            {correction.by?.title} · {day}
          </span>
        </span>
        {!open && <Tag text={t(`state.${correction.state}`)} colour={colours[correction.state]} />}
        {open && whose === "decide" && (
          <>
            <Button onClick={() => onDecide("refused")}>{t("refuse")}</Button>
            <Button type="primary" onClick={() => onDecide("accepted")}>
              {t("accept")}
            </Button>
          </>
        )}
        {open && whose === "mine" && <Button onClick={() => onDecide("withdrawn")}>{t("withdraw")}</Button>}
      </header>
      <div className="correction__sides">
        <Side
          label={open ? t("now") : t("then")}
          correction={correction}
          value={open ? correction.now : correction.was}
        />
        <Side label={t("proposed")} correction={correction} value={correction.value} />
      </div>
      {correction.changed && (
        <div className="correction__since">
          <Tag text={t("changedSince")} colour="orange" />
          <Side label={t("then")} correction={correction} value={correction.was} />
        </div>
      )}
      {correction.reason && (
        <p className="correction__words">
          <span className="muted">{t("suggestReason")}</span> {correction.reason}
        </p>
      )}
      {correction.answer && (
        <p className="correction__words">
          <span className="muted">{t("answer")}</span> {correction.answer}
        </p>
      )}
    </article>
  );
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

/** What colleagues propose to put right: decided one by one or several at once. */
export function Corrections() {
  const { t } = useTranslation("quality");
  const [whose, setWhose] = useState<Whose>("decide");
  const [state, setState] = useState<CorrectionState>("open");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [refusing, setRefusing] = useState<Correction[] | null>(null);
  const query = useInfiniteQuery({
    queryKey: [...qualityKeys.corrections, whose, state],
    queryFn: ({ pageParam, signal }) => readCorrections(whose === "mine", state, pageParam, signal),
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
  const several = whose === "decide" && state === "open" && items.length > 1;
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
          onChange={setWhose}
        />
        <Segments
          label={t("show")}
          value={state}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={setState}
        />
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
        <Card
          key={each.id}
          correction={each}
          whose={whose}
          chosen={chosen.has(each.id)}
          onChoose={(on) => choose(each.id, on)}
          onDecide={(outcome) => run([each], outcome)}
        />
      ))}
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
