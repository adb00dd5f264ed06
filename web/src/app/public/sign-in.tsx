import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { readSession, signIn } from "@/api/session";
import { Note } from "@/ui/note";
import { messageOf } from "../query-client";
import { PublicPage } from "./public-page";

const inside = (to: string | undefined): string =>
  to?.startsWith("/") && !to.startsWith("//") ? to : "/today";

function useSignInForm() {
  const client = useQueryClient();
  const router = useRouter();
  const { to } = useSearch({ from: "/public/sign-in" });
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (values: { email: string; password: string }) => {
      await readSession();
      return signIn(values.email, values.password);
    },
    onSuccess: (session) => {
      client.setQueryData(keys.session, session);
      router.history.push(inside(to));
    },
  });
}

export function SignIn() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const form = useSignInForm();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.mutate({ email: email.trim(), password });
  };
  const { error } = form;
  const wait = error instanceof Problem && error.status === 429 ? error.retryAfter : null;
  return (
    <PublicPage title={t("auth.welcome")}>
      <form className="public__card" onSubmit={submit}>
        {error && <Note danger>{wait ? t("auth.locked", { seconds: wait }) : messageOf(error)}</Note>}
        <label className="labelled">
          <span>{t("auth.email")}</span>
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
          <span>{t("auth.password")}</span>
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
          {t("auth.signIn")}
        </Button>
        <p className="muted">{t("auth.forgot")}</p>
      </form>
    </PublicPage>
  );
}
