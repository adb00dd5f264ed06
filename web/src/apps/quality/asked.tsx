import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObjects } from "@/metadata/meta";
import { ask } from "@/ui/ask";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Segments } from "@/ui/segments";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { AnswerDialog } from "./answer";
import { type AskedFor, answerAsked, qualityKeys, type Reply, readAsked } from "./requests";

type Whose = "toMe" | "mine";
const colours = { open: "blue", shared: "green", handed_over: "green", refused: "red", closed: "gray" };

function What({ asked }: { asked: AskedFor }) {
  const { t } = useTranslation("quality");
  const object = useObjects()(asked.object);
  if (asked.record && object)
    return (
      <Link to="/$plural/$id" params={{ plural: object.plural, id: asked.record.id }}>
        {asked.record.title}
      </Link>
    );
  return <strong>{asked.title ?? t("request.hidden", { label: asked.label })}</strong>;
}

function Words({ label, text }: { label: string; text: string }) {
  if (!text) return null;
  return (
    <p className="correction__words">
      <span className="muted">{label}</span> {text}
    </p>
  );
}

type CardProps = { asked: AskedFor; answers: boolean; busy: boolean; onAnswer: (reply: Reply) => void };

function Card({ asked, answers, busy, onAnswer }: CardProps) {
  const { t } = useTranslation("quality");
  const when = relativeDay(asked.at, currentLanguage());
  const own = { own: asked.own, title: asked.own_title };
  return (
    <article className="correction" aria-label={asked.title ?? asked.label}>
      <header className="correction__head">
        <span className="grow">
          <What asked={asked} />
          <span className="muted correction__by">
            {t("request.asks", { who: asked.by?.title ?? "", when })}
          </span>
        </span>
        {asked.state !== "open" && (
          <Tag text={t(`request.state.${asked.state}`)} colour={colours[asked.state]} />
        )}
        {asked.state === "open" && answers && (
          <>
            <Button disabled={busy} onClick={() => onAnswer("refuse")}>
              {t("request.refuse")}
            </Button>
            <Button disabled={busy} onClick={() => onAnswer("hand_over")}>
              {t("request.hand")}
            </Button>
            {asked.shares && (
              <Button type="primary" disabled={busy} onClick={() => onAnswer("share")}>
                {t("request.share")}
              </Button>
            )}
          </>
        )}
      </header>
      <p className="correction__words muted">{t(asked.own_title ? "request.for" : "request.forNone", own)}</p>
      <Words label={t("request.words")} text={asked.words} />
      <Words label={t("request.answer")} text={asked.answer} />
    </article>
  );
}

function useAnswer(onDone: () => void) {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ asked, reply, reason }: { asked: AskedFor; reply: Reply; reason: string }) =>
      answerAsked(asked.id, reply, reason),
    onSuccess: () => toast(t("request.done")),
    onError: (error) => toast(error.message, { tone: "error" }),
    onSettled: () => {
      onDone();
      void client.invalidateQueries();
    },
  });
}

/** Records colleagues ask for that met them while writing their own: shared, handed over, or refused with a reason. */
export function Asked() {
  const { t } = useTranslation("quality");
  const [whose, setWhose] = useState<Whose>("toMe");
  const [refusing, setRefusing] = useState<AskedFor | null>(null);
  const query = useQuery({
    queryKey: [...qualityKeys.asked, whose],
    queryFn: ({ signal }) => readAsked(whose === "mine", signal),
  });
  const answer = useAnswer(() => setRefusing(null));
  const items = query.data?.items ?? [];
  const reply = async (asked: AskedFor, wanted: Reply) => {
    if (wanted === "refuse") return setRefusing(asked);
    const title = t("request.handAsk", { title: asked.title ?? asked.label, who: asked.by?.title ?? "" });
    if (wanted === "share" || (await ask({ title, text: t("request.handText"), yes: t("request.hand") })))
      answer.mutate({ asked, reply: wanted, reason: "" });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
    <section className="duplicates" tabIndex={0} aria-label={t("tab.requests")}>
      <div className="duplicates__bar">
        <Segments
          label={t("request.whose")}
          value={whose}
          options={(["toMe", "mine"] as const).map((value) => ({ value, label: t(`request.${value}`) }))}
          onChange={setWhose}
        />
      </div>
      {query.isPending && <Waiting />}
      <Broken query={query} />
      {query.data && items.length === 0 && (
        <Empty
          icon="message-square"
          title={t(whose === "mine" ? "request.emptyMine" : "request.emptyTo")}
          hint={t(whose === "mine" ? "request.emptyMineHint" : "request.emptyToHint")}
        />
      )}
      {items.map((each) => (
        <Card
          key={each.id}
          asked={each}
          answers={whose === "toMe"}
          busy={answer.isPending}
          onAnswer={(wanted) => void reply(each, wanted)}
        />
      ))}
      {refusing && (
        <AnswerDialog
          title={t("request.refuseTitle")}
          ok={t("request.refuse")}
          hint={t("request.refuseHint")}
          busy={answer.isPending}
          onAnswer={(reason) => answer.mutate({ asked: refusing, reply: "refuse", reason })}
          onClose={() => setRefusing(null)}
        />
      )}
    </section>
  );
}
