import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, type InputHTMLAttributes, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { Line } from "../line";
import { ready } from "../texts";
import { readService, removeService, type Service, saveService, tryService, type Wanted } from "./requests";
import "../sign-in/sign-in.css";

await ready;

const key = ["registry"];

/** Which service tells what a business registry says of companies. */
export function RegistryPage() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: key, queryFn: ({ signal }) => readService(signal) });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.business-registry")}</h1>
      </header>
      <div className="settings__body">
        <p className="muted">{t("admin:registryHint")}</p>
        {found.isPending && <Waiting />}
        {found.error && <Note danger>{found.error.message}</Note>}
        {found.data && <Form key={JSON.stringify(found.data)} service={found.data.service ?? null} />}
        {found.data?.service && <Trial />}
      </div>
    </main>
  );
}

/** Asks the service that is set up, as anybody would: what comes of it, or what is wrong. */
function Trial() {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const trial = useMutation({ meta: { quiet: true }, mutationFn: tryService });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    trial.mutate(words.trim());
  };
  const hits = trial.data?.hits ?? [];
  return (
    <section className="stack sign-in__form" aria-label={t("admin:registryTry")}>
      <form className="row" onSubmit={submit}>
        <input
          className="field-input grow"
          aria-label={t("admin:registryTryWords")}
          placeholder={t("admin:registryTryWords")}
          maxLength={100}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        <Button htmlType="submit" loading={trial.isPending} disabled={words.trim().length < 2}>
          {t("admin:registryTry")}
        </Button>
      </form>
      <p className="muted">{t("admin:registryTryHint")}</p>
      {trial.error && <Note danger>{trial.error.message}</Note>}
      {trial.data && hits.length === 0 && (
        <Note>{t("admin:registryTryNone", { words: trial.variables ?? "" })}</Note>
      )}
      {trial.data && hits.length > 0 && (
        <ul className="rows" aria-label={t("admin:registryTryFound")}>
          {hits.map((hit) => (
            <li key={hit.code}>
              <span className="grow">{hit.name}</span>
              <span className="muted">{[hit.code, hit.status].filter(Boolean).join(" · ")}</span>
            </li>
          ))}
        </ul>
      )}
      {trial.data && <p className="muted">{t("admin:registryTryLeft", { count: trial.data.left })}</p>}
    </section>
  );
}

function Form({ service }: { service: Service | null }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Wanted>({
    url: service?.url ?? "",
    per_day: service?.per_day ?? 50,
  });
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => saveService(wanted),
    onSuccess: (now) => {
      toast(t("admin:registrySaved"));
      client.setQueryData(key, now);
    },
  });
  const end = useMutation({
    mutationFn: removeService,
    onSuccess: () => void client.invalidateQueries({ queryKey: key }),
  });
  const errors = save.error instanceof Problem ? save.error.byField() : {};
  const kept = service?.has_key && service.url === wanted.url;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const remove = async () => {
    const asked = {
      title: t("admin:registryEnd"),
      text: t("admin:registryEndHint"),
      yes: t("admin:registryEnd"),
    };
    if (await ask({ ...asked, danger: true })) end.mutate();
  };
  const line = (
    name: keyof Wanted,
    hint: string,
    put: (text: string) => Partial<Wanted>,
    more: Attributes,
  ) => (
    <Line label={t(`admin:registry.${name}`)} hint={hint} error={errors[name]}>
      {(told) => (
        <input
          {...told}
          {...more}
          className="field-input"
          value={wanted[name] ?? ""}
          onChange={({ target }) => setWanted({ ...wanted, ...put(target.value) })}
        />
      )}
    </Line>
  );
  return (
    <form className="stack sign-in__form" onSubmit={submit}>
      {line("url", t("admin:registryUrlHint"), (url) => ({ url }), {
        required: true,
        placeholder: "https://registry.example.com/companies",
      })}
      {line(
        "key",
        kept ? t("admin:registryKeyKept") : t("admin:registryKeyHint"),
        (text) => ({ key: text || undefined }) as Partial<Wanted>,
        { type: "password", autoComplete: "new-password", placeholder: kept ? "••••••••" : "" },
      )}
      {line("per_day", t("admin:registryDayHint"), (text) => ({ per_day: Number(text) }), {
        type: "number",
        min: 1,
        max: 10_000,
        required: true,
      })}
      {save.error && Object.keys(errors).length === 0 && <Note danger>{save.error.message}</Note>}
      <div className="row sign-in__acts">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("admin:registrySave")}
        </Button>
        <span className="grow" />
        {service && (
          <Button danger loading={end.isPending} onClick={() => void remove()}>
            {t("admin:registryEnd")}
          </Button>
        )}
      </div>
    </form>
  );
}

type Attributes = InputHTMLAttributes<HTMLInputElement>;
