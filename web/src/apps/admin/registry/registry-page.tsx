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
import { readService, removeService, type Service, saveService, type Wanted } from "./requests";
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
      </div>
    </main>
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
