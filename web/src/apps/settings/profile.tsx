import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { changePassword } from "@/api/session";
import { type Language, languages, toLanguage } from "@/lib/language";
import { useChooseTaste } from "@/metadata/own-taste";
import { useSignedIn } from "@/metadata/session";
import { Avatar } from "@/ui/avatar";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { type Taste, useTaste } from "@/ui/taste";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import "./settings.css";

const TwoStep = lazy(() =>
  import("./two-step/texts")
    .then((texts) => texts.ready)
    .then(() => import("./two-step/two-step"))
    .then((module) => ({ default: module.TwoStep })),
);

const tastes: Taste[] = ["light", "dark", "system"];

function Looks() {
  const { t, i18n } = useTranslation();
  const taste = useTaste();
  const choose = useChooseTaste();
  return (
    <>
      <section className="settings__block">
        <h2>{t("app.language")}</h2>
        <Segments<Language>
          label={t("app.language")}
          value={toLanguage(i18n.language)}
          options={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={(language) => void choose({ language })}
        />
      </section>
      <section className="settings__block">
        <h2>{t("app.theme")}</h2>
        <Segments<Taste>
          label={t("app.theme")}
          value={taste}
          options={tastes.map((value) => ({ value, label: t(`app.theme_${value}`) }))}
          onChange={(theme) => void choose({ theme })}
        />
      </section>
    </>
  );
}

function Password() {
  const { t } = useTranslation();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const change = useMutation({
    meta: { quiet: true },
    mutationFn: changePassword,
    onSuccess: () => {
      setOld("");
      setFresh("");
      toast(t("settings.passwordChanged"));
    },
  });
  const named = change.error instanceof Problem ? change.error.errors[0]?.message : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ old, new: fresh });
  };
  return (
    <form className="settings__block stack" onSubmit={submit}>
      <h2>{t("settings.password")}</h2>
      {change.error && <Note danger>{named ?? change.error.message}</Note>}
      <label className="labelled">
        <span>{t("settings.oldPassword")}</span>
        <input
          className="field-input"
          type="password"
          autoComplete="current-password"
          required
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
      </label>
      <label className="labelled">
        <span>{t("settings.newPassword")}</span>
        <input
          className="field-input"
          type="password"
          autoComplete="new-password"
          required
          value={fresh}
          onChange={(event) => setFresh(event.target.value)}
        />
      </label>
      <div>
        <Button htmlType="submit" loading={change.isPending}>
          {t("settings.changePassword")}
        </Button>
      </div>
    </form>
  );
}

/** Who I am, and how Haoke looks to me. */
export function Profile() {
  const { t } = useTranslation();
  const { user, seen_by } = useSignedIn();
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.profile")}</h1>
      </header>
      <div className="settings__body">
        <div className="settings__who">
          <Avatar title={user.name} person size="huge" />
          <div>
            <h2>{user.name}</h2>
            <p className="muted">
              {[user.email, user.department?.title, ...user.roles.map((role) => role.name)]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </div>
        </div>
        <Looks />
        {!seen_by && <Password />}
        {!seen_by && (
          <Suspense fallback={<Waiting />}>
            <TwoStep />
          </Suspense>
        )}
      </div>
    </main>
  );
}
