import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { Copy } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { Line } from "../line";
import { ready } from "../texts";
import {
  type Described,
  type Provider,
  readProvider,
  removeProvider,
  saveProvider,
  tryProvider,
  type Wanted,
} from "./requests";
import "./sign-in.css";

await ready;

const key = ["sign-in-provider"];
const blank: Wanted = { issuer: "", client: "", label: "", two_step: false, domains: [], required: false };
const asWanted = ({ has_secret: _, ...rest }: Provider): Wanted => rest;

/** Signing in with the company's own identity provider: what it is, and who has to use it. */
export function SignInPage() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: key, queryFn: ({ signal }) => readProvider(signal) });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.sign-in")}</h1>
      </header>
      <div className="settings__body">
        <p className="muted">{t("admin:signInHint")}</p>
        {found.isPending && <Waiting />}
        {found.error && <Note danger>{found.error.message}</Note>}
        {found.data && <Form key={JSON.stringify(found.data)} found={found.data} />}
      </div>
    </main>
  );
}

function useSteps(wanted: Wanted) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const kept = () => {
    void client.invalidateQueries({ queryKey: key });
    void client.invalidateQueries({ queryKey: keys.session });
  };
  const attempt = useMutation({ meta: { quiet: true }, mutationFn: () => tryProvider(wanted) });
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => saveProvider(wanted),
    onSuccess: () => {
      toast(t("admin:signInSaved"));
      kept();
    },
  });
  const end = useMutation({ mutationFn: removeProvider, onSuccess: kept });
  return { attempt, save, end };
}

function Form({ found }: { found: Described }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(() => (found.provider ? asWanted(found.provider) : blank));
  const [domains, setDomains] = useState(wanted.domains.join(", "));
  const whole = { ...wanted, domains: domains.split(/[\s,，;；、]+/).filter(Boolean) };
  const { attempt, save, end } = useSteps(whole);
  const change = (changed: Partial<Wanted>) => {
    attempt.reset();
    save.reset();
    setWanted({ ...wanted, ...changed });
  };
  const error = save.error ?? attempt.error;
  const errors = error instanceof Problem ? error.byField() : {};
  const kept =
    found.provider?.has_secret &&
    found.provider.issuer === wanted.issuer &&
    found.provider.client === wanted.client;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.reset();
    save.mutate();
  };
  const remove = async () => {
    const asked = { title: t("admin:signInEnd"), text: t("admin:signInEndHint"), yes: t("admin:signInEnd") };
    if (await ask({ ...asked, danger: true })) end.mutate();
  };
  const line = (name: "issuer" | "client" | "label", hint?: string) => (
    <Line label={t(`admin:signIn.${name}`)} hint={hint} error={errors[name]}>
      {(told) => (
        <input
          {...told}
          className="field-input"
          required
          value={wanted[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Line>
  );
  return (
    <form className="stack sign-in__form" onSubmit={submit}>
      {found.of_server && <Note>{t("admin:signInOfServer")}</Note>}
      <Redirect address={found.redirect} />
      <fieldset className="stack sign-in__fields" disabled={found.of_server}>
        {line("label", t("admin:signInLabelHint"))}
        {line("issuer", t("admin:signInIssuerHint"))}
        {line("client")}
        <Line
          label={t("admin:signIn.secret")}
          hint={kept ? t("admin:signInSecretKept") : t("admin:signInSecretHint")}
          error={errors.secret}
        >
          {(told) => (
            <input
              {...told}
              className="field-input"
              type="password"
              autoComplete="new-password"
              placeholder={kept ? "••••••••" : ""}
              value={wanted.secret ?? ""}
              onChange={(event) => change({ secret: event.target.value || undefined })}
            />
          )}
        </Line>
        <Line label={t("admin:signIn.domains")} hint={t("admin:signInDomainsHint")} error={errors.domains}>
          {(told) => (
            <input
              {...told}
              className="field-input"
              placeholder="example.com"
              value={domains}
              onChange={(event) => setDomains(event.target.value)}
            />
          )}
        </Line>
        <Choice
          name="required"
          on={wanted.required}
          locked={found.of_server}
          onChange={(required) => change({ required })}
        />
        <Choice
          name="two_step"
          on={wanted.two_step}
          locked={found.of_server}
          onChange={(two_step) => change({ two_step })}
        />
      </fieldset>
      {error && Object.keys(errors).length === 0 && <Note danger>{error.message}</Note>}
      {attempt.data && (
        <Note>{attempt.data.client_known ? t("admin:signInWorks") : t("admin:signInAnswers")}</Note>
      )}
      {!found.of_server && (
        <div className="row sign-in__acts">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t("admin:signInSave")}
          </Button>
          <Button
            disabled={!(wanted.issuer && wanted.client)}
            loading={attempt.isPending}
            onClick={() => {
              save.reset();
              attempt.mutate();
            }}
          >
            {t("admin:signInTry")}
          </Button>
          <span className="grow" />
          {found.provider && (
            <Button danger loading={end.isPending} onClick={() => void remove()}>
              {t("admin:signInEnd")}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}

type ChoiceProps = {
  name: "required" | "two_step";
  on: boolean;
  locked: boolean;
  onChange: (on: boolean) => void;
};

function Choice({ name, on, locked, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="sign-in__choice">
      <Switch id={id} checked={on} disabled={locked} onChange={onChange} aria-describedby={`${id}-hint`} />
      <div>
        <label htmlFor={id}>{t(`admin:signIn.${name}`)}</label>
        <p className="muted" id={`${id}-hint`}>
          {t(`admin:signIn.${name}Hint`)}
        </p>
      </div>
    </div>
  );
}

/** What has to be written down at the provider. */
function Redirect({ address }: { address: string }) {
  const { t } = useTranslation();
  const copy = () => void navigator.clipboard?.writeText(address).then(() => toast(t("common.copied")));
  return (
    <section className="stack sign-in__redirect" aria-label={t("admin:signInRedirect")}>
      <span>{t("admin:signInRedirect")}</span>
      <div className="row">
        <code className="settings__key grow">{address}</code>
        <Button icon={<Copy size={14} />} onClick={copy}>
          {t("common.copy")}
        </Button>
      </div>
    </section>
  );
}
