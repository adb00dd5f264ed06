import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { Download, Eraser, Search } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { useJob } from "@/api/use-job";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import type { PanelProps } from "@/records/extensions";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Segments } from "@/ui/segments";
import { toast } from "@/ui/toast";
import { type Begun, type Forgotten, type Held, type Package, save, step } from "./desk-requests";
import { HeldList } from "./held-list";
import "./privacy.css";
import "./desk.css";

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className="desk-step" aria-label={title}>
      <h3>
        <span className="desk-step__number" aria-hidden="true">
          {number}
        </span>
        {title}
      </h3>
      {children}
    </section>
  );
}

/** One step of the desk that is run by a button; the request and its history are read again. */
function useStep<Result>(props: PanelProps, name: string, onDone: (result: Result) => void) {
  const client = useQueryClient();
  const { object, record } = props;
  return useMutation({
    meta: { quiet: true },
    mutationFn: (input: Record<string, unknown>) => step<Result>(object, record, name, input),
    onSuccess: ({ record: now, result }) => {
      client.setQueryData(keys.record(object.plural, record.id), now);
      refresh(client, object.plural, record.id);
      onDone(result);
    },
  });
}

/** A step that a job does: begun, watched, and what it made is taken once. */
function useLongStep<Result>(props: PanelProps, name: string, onDone: (result: Result) => void) {
  const [id, setId] = useState<string | null>(null);
  const begin = useStep<{ job: string }>(props, name, ({ job }) => setId(job));
  const take = useStep<Result>(props, name, onDone);
  const job = useJob(id, (done) => take.mutate({ job: done.id }));
  const failed = job?.state === "failed" ? job.message : null;
  const busy = begin.isPending || take.isPending || job?.state === "queued" || job?.state === "running";
  return { start: begin.mutate, job, busy, error: begin.error?.message ?? take.error?.message ?? failed };
}

/** How far such a step is, and why it failed. */
function LongStep({ step: { job, busy, error } }: { step: ReturnType<typeof useLongStep> }) {
  const { t } = useTranslation("privacy");
  if (error) return <Note danger>{error}</Note>;
  if (!busy || !job) return null;
  return <Progress label={job.message || t("waiting")} done={job.done} total={job.total} />;
}

function Finding({
  held,
  onFound,
  ...props
}: PanelProps & { held: Held | null; onFound: (held: Held) => void }) {
  const { t } = useTranslation("privacy");
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const find = useLongStep<Held>(props, "find", (found) => {
    const before = found.records.filter((each) => each.chosen);
    setChosen((before.length > 0 ? before : found.records).map(({ object, id }) => `${object}:${id}`));
    onFound(found);
  });
  const choose = useStep<null>(props, "choose", () => toast(t("chosen", { count: chosen.length })));
  const records = chosen.map((each) => {
    const [object, id] = each.split(":");
    return { object, id };
  });
  return (
    <Step number={1} title={t("findPerson")}>
      <div className="desk-find">
        <Input
          aria-label={t("otherName")}
          placeholder={t("otherName")}
          maxLength={120}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        <Button
          icon={<Search size={14} />}
          loading={find.busy}
          onClick={() => find.start(words.trim().length > 1 ? { words: words.trim() } : {})}
        >
          {t("find")}
        </Button>
      </div>
      <p className="muted desk-hint">{t("findHint")}</p>
      <LongStep step={find} />
      {held && <HeldList held={held} chosen={chosen} onChoose={setChosen} />}
      {choose.error && <Note danger>{choose.error.message}</Note>}
      {held && held.records.length > 0 && (
        <Button loading={choose.isPending} onClick={() => choose.mutate({ records })}>
          {t("keepChosen", { count: chosen.length })}
        </Button>
      )}
    </Step>
  );
}

function Deliver(props: PanelProps) {
  const { t } = useTranslation("privacy");
  const [language, setLanguage] = useState<"zh" | "en">(currentLanguage());
  const deliver = useLongStep<Package>(props, "deliver", (made) => {
    save(made);
    toast(t("packaged"));
  });
  return (
    <>
      <p className="muted desk-hint">{t("packageHint")}</p>
      <div className="desk-find">
        <Segments
          label={t("language")}
          value={language}
          options={[
            { value: "zh", label: "中文" },
            { value: "en", label: "English" },
          ]}
          onChange={setLanguage}
        />
        <Button
          type="primary"
          icon={<Download size={14} />}
          loading={deliver.busy}
          onClick={() => deliver.start({ language })}
        >
          {t("makePackage")}
        </Button>
      </div>
      <LongStep step={deliver} />
    </>
  );
}

function Forget({ onBegun, ...props }: PanelProps & { onBegun: (begun: Begun) => void }) {
  const { t } = useTranslation("privacy");
  const forget = useStep<Begun>(props, "forget", onBegun);
  const start = async () => {
    const sure = await ask({ title: t("eraseAsk"), text: t("eraseText"), yes: t("erase"), danger: true });
    if (sure) forget.mutate({});
  };
  return (
    <>
      <p className="muted desk-hint">{t("eraseHint")}</p>
      <Button danger icon={<Eraser size={14} />} loading={forget.isPending} onClick={() => void start()}>
        {t("erase")}
      </Button>
      {forget.error && <Note danger>{forget.error.message}</Note>}
    </>
  );
}

function Answer({ letter, ...props }: PanelProps & { letter: string }) {
  const { t } = useTranslation("privacy");
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? letter;
  const answer = useStep<null>(props, "answer", () => toast(t("answered")));
  const send = (outcome: string) => answer.mutate({ outcome, text: text.trim() });
  return (
    <Step number={3} title={t("answer")}>
      <Input.TextArea
        aria-label={t("answerText")}
        placeholder={t("answerHint")}
        rows={9}
        maxLength={20_000}
        value={text}
        onChange={({ target }) => setTyped(target.value)}
      />
      {answer.error && <Note danger>{answer.error.message}</Note>}
      <div className="consent-form__states">
        <Button
          type="primary"
          disabled={text.trim().length < 2}
          loading={answer.isPending}
          onClick={() => send("answered")}
        >
          {t("markAnswered")}
        </Button>
        <Button disabled={text.trim().length < 2 || answer.isPending} onClick={() => send("declined")}>
          {t("decline")}
        </Button>
      </div>
    </Step>
  );
}

/** What an erasure did, place by place. */
function Emptied({ done }: Forgotten) {
  const { t } = useTranslation("privacy");
  const lines = done.flatMap(({ records, shared, named }) => [...records, ...shared, ...named]);
  const counts = new Map<string, number>();
  for (const { label, count } of lines) counts.set(label, (counts.get(label) ?? 0) + count);
  return (
    <>
      <Note>{t("erased")}</Note>
      <ul className="desk-places">
        {[...counts].map(([label, count]) => (
          <li key={label}>{t("counted", { label, count })}</li>
        ))}
      </ul>
    </>
  );
}

/** How far an erasure is, then what it did, and the letter about it: shown once, since nothing of the person is kept. */
function Erasing({ begun, onBack }: { begun: Begun; onBack: () => void }) {
  const { t } = useTranslation("privacy");
  const client = useQueryClient();
  const job = useJob(
    begun.job,
    useCallback(() => void client.invalidateQueries(), [client]),
  );
  if (job?.state === "failed")
    return (
      <div className="desk">
        <Note danger>{job.message}</Note>
        <Button onClick={onBack}>{t("backToDesk")}</Button>
      </div>
    );
  return (
    <div className="desk">
      {job?.state === "done" ? (
        <div role="status">
          <Emptied {...(job.result as Forgotten)} />
        </div>
      ) : (
        <Progress label={t("erasing")} />
      )}
      <h4>{t("stays")}</h4>
      <ul className="desk-places">
        {begun.stays.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <h4>{t("letterOnce")}</h4>
      <Input.TextArea aria-label={t("answerText")} readOnly rows={9} value={begun.letter} />
    </div>
  );
}

/** What was begun, for as long as the page is open: the letter outlives a change of tabs or of width. */
function useBegun(request: string) {
  const client = useQueryClient();
  const queryKey = ["forgotten", request];
  const { data } = useQuery<Begun | null>({
    queryKey,
    queryFn: skipToken,
    initialData: null,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return [data, (begun: Begun | null) => client.setQueryData(queryKey, begun)] as const;
}

/** The steps of a request: find the person, do what was asked, answer. */
export function DeskTab(props: PanelProps) {
  const { t } = useTranslation("privacy");
  const { record } = props;
  const [held, setHeld] = useState<Held | null>(null);
  const [begun, setBegun] = useBegun(record.id);
  // Before all else: live updates may say that the request is answered before the job is heard to be done.
  if (begun) return <Erasing begun={begun} onBack={() => setBegun(null)} />;
  if (record.state !== "open")
    return (
      <div className="desk">
        <Note>
          {t(record.state === "declined" ? "wasDeclined" : "wasAnswered", {
            at: record.answered_at ? fullDateTime(String(record.answered_at), currentLanguage()) : "",
          })}
        </Note>
        {typeof record.answer === "string" && <p className="desk-answer">{record.answer}</p>}
      </div>
    );
  const kind = String(record.kind);
  return (
    <div className="desk">
      {record.identified === "not_yet" && <Note>{t("notIdentified")}</Note>}
      <Finding {...props} held={held} onFound={setHeld} />
      <Step number={2} title={t("act")}>
        {kind === "delete" ? (
          <Forget {...props} onBegun={setBegun} />
        ) : kind === "correct" || kind === "withdraw" ? (
          <p className="muted desk-hint">{t(kind === "correct" ? "correctHint" : "withdrawHint")}</p>
        ) : (
          <Deliver {...props} />
        )}
      </Step>
      {kind !== "delete" && <Answer {...props} letter={held?.letter ?? ""} />}
    </div>
  );
}
