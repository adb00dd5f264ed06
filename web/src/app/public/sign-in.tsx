import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { readSession, signIn } from "@/api/session";
import type { Provider, Session } from "@/api/types";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { enter } from "../leaving";
import { messageOf } from "../query-client";
import { useSession } from "../session-gate";
import { ProviderButton } from "./provider-button";
import { PublicPage } from "./public-page";

const inside = (to: string | undefined): string => (to && /^\/(?![/\\])/.test(to) ? to : "/today");

const SecondStep = lazy(() =>
  import("@/apps/settings/two-step/texts")
    .then((texts) => texts.ready)
    .then(() => import("./second-step"))
    .then((module) => ({ default: module.SecondStep })),
);

/** What a session that has just begun leads to: the product, or the second step on this page. */
function useOpened(): (session: Session) => void {
  const client = useQueryClient();
  const router = useRouter();
  const { to } = useSearch({ from: "/public/sign-in" });
  return (session) => {
    enter(client, session);
    if (session.user) router.history.push(inside(to));
  };
}

function useSignInForm(opened: (session: Session) => void) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (values: { email: string; password: string }) => {
      await readSession();
      return signIn(values.email, values.password);
    },
    onSuccess: opened,
  });
}

/** Name and password, and the second step while one is due. */
export function SignIn() {
  const session = useSession();
  const opened = useOpened();
  const waits = session.data && !session.data.user ? session.data.waits : "";
  if (!waits) return <SignInForm onIn={opened} provider={session.data?.provider} />;
  return (
    <Suspense fallback={<Waiting />}>
      <SecondStep waits={waits} onIn={opened} />
    </Suspense>
  );
}

type FormProps = { onIn: (session: Session) => void; provider?: Provider | null | undefined };

function SignInForm({ onIn, provider }: FormProps) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const form = useSignInForm(onIn);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.mutate({ email: email.trim(), password });
  };
  const { error } = form;
  const wait = error instanceof Problem && error.status === 429 ? error.retryAfter : null;
  const [byPassword, setByPassword] = useState(false);
  if (provider?.required && !byPassword)
    return (
      <PublicPage title={t("auth:welcome")}>
        <div className="public__card">
          <ProviderButton label={provider.label} first />
          <PlainButton label={t("auth:byPassword")} onClick={() => setByPassword(true)} />
        </div>
      </PublicPage>
    );
  return (
    <PublicPage title={t("auth:welcome")}>
      <form className="public__card" onSubmit={submit}>
        {error && <Note danger>{wait ? t("auth:locked", { seconds: wait }) : messageOf(error)}</Note>}
        <label className="labelled">
          <span>{t("auth:email")}</span>
          <input
            className="field-input"
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </label>
        <label className="labelled">
          <span>{t("auth:password")}</span>
          <input
            className="field-input"
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <Button type="primary" size="large" htmlType="submit" loading={form.isPending} block>
          {t("auth:signIn")}
        </Button>
        {provider && <ProviderButton label={provider.label} />}
        <p className="muted">{t("auth:forgot")}</p>
      </form>
    </PublicPage>
  );
}
