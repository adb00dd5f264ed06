import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { Building2, Sparkles } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { readSession, saveTaste, startCompany } from "@/api/session";
import { useJob } from "@/api/use-job";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Waiting } from "@/ui/waiting";
import { messageOf } from "../query-client";
import { useSession } from "../session-gate";
import { PublicPage } from "./public-page";

const currencies = ["CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD"];

function useStart() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const finish = async (own: boolean) => {
    client.clear();
    await navigate(own ? { to: "/settings/$section", params: { section: "setup" } } : { to: "/today" });
  };
  const [job, setJob] = useState<string | null>(null);
  const progress = useJob(job, () => void finish(false));
  const start = useMutation({
    meta: { quiet: true },
    mutationFn: async (body: Parameters<typeof startCompany>[0]) => {
      await readSession();
      if (body.language) await saveTaste({ language: body.language });
      return startCompany(body);
    },
    onSuccess: (answer) => (answer?.job ? setJob(answer.job) : finish(true)),
  });
  return { start, job: progress, busy: start.isPending || job !== null };
}

/** The first screen of an empty house; who has no choice to make here is sent on. */
export function Start() {
  const session = useSession();
  if (session.isPending) return <Waiting />;
  if (!session.data?.user) return <Navigate to="/sign-in" replace />;
  return <Choice open={session.data.setup.empty} />;
}

function Choice({ open }: { open: boolean }) {
  const { t, i18n } = useTranslation();
  const [own, setOwn] = useState(false);
  const [company, setCompany] = useState("");
  const { start, job, busy } = useStart();
  const language = i18n.language;
  const usual = language === "zh" ? "CNY" : "USD";
  const [chosen, setCurrency] = useState<string>();
  const currency = chosen ?? usual;
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = new Intl.DisplayNames(language, { type: "currency" });
  if (!open && !busy && !start.isSuccess) return <Navigate to="/today" replace />;
  const error = start.error ?? (job?.state === "failed" ? new Error(job.message ?? "") : null);
  return (
    <PublicPage wide title={t("start.title")} hint={t("start.hint")}>
      {error && <Note danger>{messageOf(error)}</Note>}
      {busy && !error && (
        <Progress label={job?.message || t("start.working")} done={job?.done} total={job?.total} />
      )}
      <div className="pair-cards">
        <button
          type="button"
          className="choice-card"
          disabled={busy}
          onClick={() => start.mutate({ start: "demo", language, currency: usual, time_zone })}
        >
          <Sparkles size={22} aria-hidden="true" />
          <strong>{t("start.demo")}</strong>
          <span className="muted">{t("start.demoHint")}</span>
        </button>
        <button
          type="button"
          className="choice-card"
          disabled={busy}
          aria-pressed={own}
          onClick={() => setOwn(true)}
        >
          <Building2 size={22} aria-hidden="true" />
          <strong>{t("start.own")}</strong>
          <span className="muted">{t("start.ownHint")}</span>
        </button>
      </div>
      {own && (
        <form
          className="public__card"
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate({ start: "own", company, currency, language, time_zone });
          }}
        >
          <label className="labelled">
            <span>{t("start.company")}</span>
            <input
              className="field-input"
              required
              // biome-ignore lint/a11y/noAutofocus: opened by the person for just this
              autoFocus
              value={company}
              onChange={(event) => setCompany(event.target.value)}
            />
          </label>
          <label className="labelled">
            <span>{t("start.currency")}</span>
            <select
              className="field-input"
              value={currency}
              onChange={(event) => setCurrency(event.target.value)}
            >
              {currencies.map((code) => (
                <option key={code} value={code}>
                  {code} {names.of(code)}
                </option>
              ))}
            </select>
          </label>
          <Button type="primary" size="large" htmlType="submit" loading={busy} block>
            {t("start.go")}
          </Button>
        </form>
      )}
    </PublicPage>
  );
}
