import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Copy, KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { createApiKey, deleteApiKey, listApiKeys } from "@/api/session";
import { fullDate, relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { ask } from "@/ui/ask";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import "./settings.css";

const lives = [30, 90, 180, 365];

function NewKey({ onMade }: { onMade: (key: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [days, setDays] = useState(90);
  const create = useMutation({
    mutationFn: createApiKey,
    onSuccess: (made) => {
      setName("");
      onMade(made.key);
      void client.invalidateQueries({ queryKey: ["api-keys"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), days });
  };
  return (
    <form className="row settings__new" onSubmit={submit}>
      <input
        className="field-input"
        required
        aria-label={t("settings.keyName")}
        placeholder={t("settings.keyName")}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <select
        className="field-input settings__life"
        aria-label={t("settings.keyLife")}
        value={days}
        onChange={(event) => setDays(Number(event.target.value))}
      >
        {lives.map((life) => (
          <option key={life} value={life}>
            {t("settings.keyDays", { count: life })}
          </option>
        ))}
      </select>
      <Button type="primary" htmlType="submit" icon={<KeyRound size={14} />} loading={create.isPending}>
        {t("settings.newKey")}
      </Button>
    </form>
  );
}

/** Keys for other programs; a key is shown once, when it is made. */
export function ApiKeys() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const list = useQuery({ queryKey: ["api-keys"], queryFn: ({ signal }) => listApiKeys(signal) });
  const remove = useMutation({
    mutationFn: deleteApiKey,
    onSuccess: () => client.invalidateQueries({ queryKey: ["api-keys"] }),
  });
  const language = currentLanguage();
  const confirm = async (id: string, name: string) => {
    if (await ask({ title: t("settings.keyEnd", { name }), yes: t("settings.end"), danger: true }))
      remove.mutate(id);
  };
  const copy = () => made && void navigator.clipboard?.writeText(made).then(() => toast(t("common.copied")));
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.api-keys")}</h1>
        <a className="settings__docs" href="/api/docs" target="_blank" rel="noopener">
          {t("settings.apiDocs")}
        </a>
      </header>
      <div className="settings__body">
        <NewKey onMade={setMade} />
        {made && (
          <Note>
            <p>{t("settings.keyOnce")}</p>
            <p className="row">
              <code className="settings__key">{made}</code>
              <Button icon={<Copy size={14} />} onClick={copy}>
                {t("common.copy")}
              </Button>
            </p>
          </Note>
        )}
        {list.data?.items.length === 0 && (
          <Empty icon="key" title={t("settings.noKeys")} hint={t("settings.noKeysHint")} />
        )}
        <ul className="rows">
          {list.data?.items.map((key) => (
            <li key={key.id}>
              <div className="grow">
                <p>
                  <strong>{key.name}</strong> {key.hint && <code className="muted">{key.hint}…</code>}
                </p>
                <p className="muted">
                  {[
                    key.expires && t("settings.keyUntil", { day: fullDate(key.expires, language) }),
                    key.used_at && t("settings.keyUsed", { day: relativeDay(key.used_at, language) }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
              <Button danger onClick={() => void confirm(key.id, key.name)}>
                {t("settings.end")}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}
