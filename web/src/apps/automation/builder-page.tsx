import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Checkbox, Switch } from "antd";
import { ArrowLeft, FlaskConical } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { changeRecord, createRecord, deleteRecord, readRecord } from "@/api/records";
import { useObject, useObjectByPlural } from "@/metadata/meta";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { takeDraft } from "./draft";
import { tryRule } from "./requests";
import { Runs } from "./runs";
import { byStep, toServer } from "./shaping";
import { StepList } from "./steps";
import { TrialResult } from "./trial";
import { type Automation, blank, kinds, plural } from "./types";
import { When } from "./when";
import "@/records/filters/filters.css";
import "@/records/form/form.css";
import "./automation.css";

/** One rule: when, if, then; tried over the last days before it is switched on; its runs. */
export function BuilderPage({ id }: { id: string }) {
  const query = useQuery({
    queryKey: keys.record(plural, id),
    queryFn: ({ signal }) => readRecord(plural, id, signal),
    enabled: id !== "new",
  });
  if (id === "new") return <Builder key="new" given={takeDraft() ?? blank} />;
  if (!query.data) return query.error ? <Note danger>{query.error.message}</Note> : <Waiting />;
  return <Builder key={id} given={query.data as unknown as Automation} />;
}

function Builder({ given }: { given: Automation }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mine = useObjectByPlural(plural);
  const [tab, setTab] = useState<"rule" | "runs">("rule");
  const [rule, setRule] = useState(given);
  const [version, setVersion] = useState(given.version ?? 0);
  const set = (part: Partial<Automation>) => setRule((old) => ({ ...old, ...part }));
  const object = useObject(rule.object);
  const steps = rule.steps ?? [];
  const trial = useMutation({ meta: { quiet: true }, mutationFn: () => tryRule(toServer(rule)) });
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: (active: boolean) => {
      const values = { ...toServer(rule), name: rule.name.trim(), active };
      return rule.id ? changeRecord(plural, rule.id, values, version) : createRecord(plural, values);
    },
    onSuccess: (saved) => {
      refresh(client, plural, saved.id);
      client.setQueryData(keys.record(plural, saved.id), saved);
      setRule((old) => ({ ...old, id: saved.id, active: saved.active === true, stopped: null }));
      setVersion(saved.version);
      toast(t("automation:saved"));
      if (!rule.id)
        void navigate({
          to: "/settings/$section/$id",
          params: { section: plural, id: saved.id },
          replace: true,
        });
    },
  });
  const remove = useMutation({
    mutationFn: () => deleteRecord(plural, rule.id ?? "", version),
    onSuccess: () => {
      refresh(client, plural);
      void navigate({ to: "/settings/$section", params: { section: plural } });
    },
  });
  const retire = async () => {
    const sure = await ask({
      title: t("automation:removeAsk"),
      text: t("automation:removeHint"),
      yes: t("automation:remove"),
      danger: true,
    });
    if (sure) remove.mutate();
  };
  const failure = save.error ?? trial.error;
  const errors = failure instanceof Problem ? byStep(failure.errors) : {};
  const general =
    failure &&
    (failure instanceof Problem && failure.errors.length
      ? errors[""]?.map(({ message }) => message)
      : [failure.message]);
  const body = useRef<HTMLDivElement>(null);
  // What one asked for stands where one looks: a long rule's first wrong step, or what the trial found.
  useEffect(() => {
    const find = (selector: string) => body.current?.querySelector(selector);
    if (failure) (find(".auto-step--wrong") ?? find("[role=alert]"))?.scrollIntoView({ block: "center" });
    else if (trial.data) find(".auto-trial")?.scrollIntoView({ block: "nearest" });
  }, [failure, trial.data]);
  const ready = rule.name.trim() !== "" && object !== undefined;
  const may = rule.id ? mine?.rights.update : mine?.rights.create;
  const showRuns = tab === "runs" && rule.id !== undefined;
  return (
    <main className="card auto">
      <header className="head auto__head">
        <Link
          to="/settings/$section"
          params={{ section: plural }}
          aria-label={t("automation:back")}
          className="plain plain--icon"
        >
          <ArrowLeft size={15} aria-hidden="true" />
        </Link>
        <input
          className="field-input auto__name"
          aria-label={t("automation:name")}
          placeholder={t("automation:name")}
          maxLength={120}
          value={rule.name}
          onChange={(event) => set({ name: event.target.value })}
        />
        {rule.id && (
          <Segments
            label={t("automation:view")}
            value={showRuns ? "runs" : "rule"}
            options={[
              { value: "rule", label: t("automation:rule") },
              { value: "runs", label: t("automation:runs") },
            ]}
            onChange={setTab}
          />
        )}
        <span className="grow" />
        <span className="row auto__on">
          <Switch
            checked={rule.active}
            disabled={!ready || !may}
            loading={save.isPending}
            aria-label={t("automation:active")}
            onChange={(active) => save.mutate(active)}
          />
          <span className="auto__word">{rule.active ? t("automation:on") : t("automation:off")}</span>
        </span>
        <Button
          type="primary"
          disabled={!ready || !may}
          loading={save.isPending}
          onClick={() => save.mutate(rule.active)}
        >
          {t("automation:save")}
        </Button>
      </header>
      <div className="settings__body auto__body" ref={body}>
        {rule.stopped && <Note danger>{t("automation:stopped", { why: rule.stopped })}</Note>}
        {showRuns && rule.id ? (
          <Runs rule={rule.id} of={rule.object} />
        ) : (
          <>
            {general?.map((message) => (
              <Note key={message} danger>
                {message}
              </Note>
            ))}
            {Object.keys(errors).some((key) => key !== "") && (
              <Note danger>{t("automation:wrongSteps")}</Note>
            )}
            <section className="auto-part" aria-label={t("automation:whenTitle")}>
              <h2 className="auto-part__title">{t("automation:whenTitle")}</h2>
              <When rule={rule} object={object} onChange={set} />
              {object && ["created", "updated"].includes(rule.trigger) && (
                <Checkbox checked={rule.imports} onChange={(event) => set({ imports: event.target.checked })}>
                  {t("automation:imports")}
                </Checkbox>
              )}
            </section>
            {object && (
              <section className="auto-part" aria-label={t("automation:then")}>
                <h2 className="auto-part__title">{t("automation:then")}</h2>
                <StepList
                  object={object}
                  steps={steps}
                  all={steps}
                  errors={errors}
                  kinds={rule.trigger === "deleted" ? ["create", "webhook", "wait", "branch"] : kinds}
                  label={t("automation:then")}
                  onChange={(next) => set({ steps: next })}
                />
              </section>
            )}
            {object && (
              <div className="row auto-foot">
                <Button
                  icon={<FlaskConical size={14} />}
                  loading={trial.isPending}
                  onClick={() => {
                    save.reset();
                    trial.mutate();
                  }}
                >
                  {t("automation:try")}
                </Button>
                <span className="grow" />
                {rule.id && (
                  <Link to="/$plural/$id" params={{ plural, id: rule.id }} search={{ tab: "history" }}>
                    {t("record.history")}
                  </Link>
                )}
                {rule.id && mine?.rights.delete && (
                  <PlainButton label={t("automation:remove")} onClick={() => void retire()} />
                )}
              </div>
            )}
            {object && trial.data && !trial.error && <TrialResult object={object} trial={trial.data} />}
            {rule.owner && <p className="muted">{t("automation:actsAs", { name: rule.owner.title })}</p>}
          </>
        )}
      </div>
    </main>
  );
}
