import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { Upload } from "lucide-react";
import { type ClipboardEvent, type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fullDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useSignedIn } from "@/metadata/session";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { clearDemo, sendFiles, sendPaste, useImports } from "./requests";

type Sent = { files: readonly File[] } | { paste: string };

/** Sends files or cells; while the demo company is there, only after it has been removed. */
function useSend() {
  const { t } = useTranslation("import");
  const navigate = useNavigate();
  const client = useQueryClient();
  const { company, user } = useSignedIn();
  const send = useMutation({
    mutationFn: async (sent: Sent) => {
      if (company.demo && user.admin) {
        await clearDemo(company.currency);
        await client.invalidateQueries();
      }
      return "files" in sent ? sendFiles(sent.files) : sendPaste(sent.paste, t("begin.pasteName"));
    },
    onSuccess: (started) => navigate({ to: "/import/$id", params: { id: started.id } }),
  });
  const start = async (sent: Sent) => {
    const question = { title: t("demo.ask"), text: t("demo.hint"), yes: t("demo.yes"), danger: true };
    if (!company.demo || !user.admin || (await ask(question))) send.mutate(sent);
  };
  return { send, start: (sent: Sent) => void start(sent), demo: company.demo };
}

/** The first screen: drop files, choose them or paste cells; below it what was imported before. */
export function Begin() {
  const { t } = useTranslation("import");
  const { send, start, demo } = useSend();
  return (
    <main className="card">
      <header className="head">
        <h1>{t("begin.title")}</h1>
      </header>
      <div className="import">
        {send.error ? <Note danger>{send.error.message}</Note> : demo && <Note>{t("demo.note")}</Note>}
        <DropZone busy={send.isPending} onFiles={(files) => start({ files })} />
        <PasteBox busy={send.isPending} onPaste={(paste) => start({ paste })} />
        <Before />
      </div>
    </main>
  );
}

function DropZone({ busy, onFiles }: { busy: boolean; onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation("import");
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => list?.length && onFiles([...list]);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section
      className={`import__drop ${over ? "import__drop--over" : ""}`}
      aria-label={t("begin.drop")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Upload size={26} aria-hidden="true" />
      <strong>{busy ? t("begin.busy") : t("begin.drop")}</strong>
      <p className="muted">{t("begin.hint")}</p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="import-files"
        accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/plain"
        onChange={(event) => take(event.target.files)}
      />
      <Button type="primary" loading={busy} onClick={() => input.current?.click()}>
        {t("begin.choose")}
      </Button>
    </section>
  );
}

function PasteBox({ busy, onPaste }: { busy: boolean; onPaste: (text: string) => void }) {
  const { t } = useTranslation("import");
  const [text, setText] = useState("");
  const pasted = (event: ClipboardEvent) => {
    const cells = event.clipboardData.getData("text/plain");
    if (text !== "" || !/\t|\n/.test(cells)) return;
    event.preventDefault();
    onPaste(cells);
  };
  return (
    <details className="import__paste">
      <summary>{t("begin.paste")}</summary>
      <textarea
        className="field-input"
        rows={5}
        aria-label={t("begin.paste")}
        placeholder={t("begin.pasteHint")}
        value={text}
        onPaste={pasted}
        onChange={(event) => setText(event.target.value)}
      />
      <Button disabled={!text.trim()} loading={busy} onClick={() => onPaste(text)}>
        {t("begin.pasteGo")}
      </Button>
    </details>
  );
}

function Before() {
  const { t } = useTranslation("import");
  const list = useImports();
  const language = currentLanguage();
  if (!list.data?.items.length) return null;
  return (
    <section>
      <h2 className="import__title">{t("begin.before")}</h2>
      <ul className="import__list">
        {list.data.items.map((item) => (
          <li key={item.id}>
            <Link to="/import/$id" params={{ id: item.id }}>
              <span className="grow">{item.name}</span>
              <span className={`import__state import__state--${item.state}`}>{t(`state.${item.state}`)}</span>
              <time className="muted" dateTime={item.created_at}>
                {fullDate(item.created_at, language)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
