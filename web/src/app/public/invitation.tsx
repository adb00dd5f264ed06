import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { Check } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptInvitation, type Invitation as Invited, readInvitation, readSession } from "@/api/session";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { enter } from "../leaving";
import { messageOf } from "../query-client";
import { useSession } from "../session-gate";
import { ProviderButton } from "./provider-button";
import { PublicPage } from "./public-page";

/** A colleague's first visit: what he will see, and a password of his own. */
export function Invitation() {
  const { t } = useTranslation();
  const { token } = useParams({ from: "/public/invitations/$token" });
  const invited = useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => readInvitation(token, signal),
    retry: false,
  });
  if (invited.isPending) return <Waiting />;
  if (!invited.data)
    return (
      <PublicPage title={t("app.name")}>
        <Empty icon="mail" title={t("auth:inviteBad")} hint={t("auth:inviteBadHint")} />
      </PublicPage>
    );
  return (
    <PublicPage
      title={t("auth:inviteTitle", { company: invited.data.company })}
      hint={t("auth:inviteHello", { name: invited.data.name })}
    >
      {invited.data.password ? (
        <JoinForm token={token} invited={invited.data} />
      ) : (
        <div className="public__card">
          <Sees texts={invited.data.sees} />
          <ByProvider token={token} />
        </div>
      )}
    </PublicPage>
  );
}

function useJoin(token: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (password: string) => {
      await readSession();
      return acceptInvitation(token, password);
    },
    onSuccess: (session) => {
      enter(client, session);
      void navigate({ to: "/today" });
    },
  });
}

/** Where the company signs in elsewhere, nobody needs another password. */
function ByProvider({ token }: { token: string }) {
  const provider = useSession().data?.provider;
  return provider ? (
    <ProviderButton label={provider.label} invitation={token} first={provider.required} />
  ) : null;
}

function Sees({ texts }: { texts: string[] }) {
  const { t } = useTranslation();
  if (texts.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("auth:inviteSees")}</h2>
      <ul className="sees">
        {texts.map((text) => (
          <li key={text}>
            <Check size={14} aria-hidden="true" />
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function JoinForm({ token, invited }: { token: string; invited: Invited }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const join = useJoin(token);
  const differs = again !== "" && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password === again) join.mutate(password);
  };
  return (
    <form className="public__card" onSubmit={submit}>
      <Sees texts={invited.sees} />
      {join.error && <Note danger>{messageOf(join.error)}</Note>}
      <input type="hidden" name="email" autoComplete="username" value={invited.email} readOnly />
      <label className="labelled">
        <span>{t("auth:newPassword")}</span>
        <input
          className="field-input"
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          aria-describedby="password-rule"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <span id="password-rule" className="muted">
          {t("auth:passwordRule")}
        </span>
      </label>
      <label className="labelled">
        <span>{t("auth:repeat")}</span>
        <input
          className="field-input"
          type="password"
          autoComplete="new-password"
          required
          aria-invalid={differs || undefined}
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
      </label>
      {differs && <p className="form__error">{t("auth:differs")}</p>}
      <Button type="primary" size="large" htmlType="submit" loading={join.isPending} disabled={differs} block>
        {t("auth:join")}
      </Button>
      <ByProvider token={token} />
    </form>
  );
}
