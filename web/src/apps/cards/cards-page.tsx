import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { readRecord, undoChange } from "@/api/records";
import type { RecordData, Ref } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { useDraft, useKeeping } from "@/metadata/use-draft";
import { titleOf } from "@/metadata/values";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { Begin } from "./begin";
import { CardForm } from "./card-form";
import type { Draft } from "./draft";
import { PhotoList, usePhotos } from "./photos";
import type { Saved } from "./requests";
import { ready } from "./texts";
import "./cards.css";
import "@/records/form/form.css";

await ready;

/** The account the cards were begun from. */
function useGiven(): Ref | null {
  const { account } = useSearch({ strict: false }) as { account?: string };
  const query = useQuery({
    queryKey: keys.record("accounts", account ?? ""),
    queryFn: ({ signal }) => readRecord("accounts", account ?? "", signal),
    enabled: account !== undefined,
    retry: false,
    meta: { quiet: true },
  });
  const object = useObject("account");
  return query.data && object
    ? { id: query.data.id, title: titleOf(object, query.data, currentLanguage()) }
    : null;
}

/** Cards one goes through, one after the other, and what came of those before. */
export function CardsPage() {
  const { t } = useTranslation("cards");
  const client = useQueryClient();
  const contact = useObject("contact");
  const account = useObject("account");
  const given = useGiven();
  const kept = useDraft<Draft[]>("cards");
  const [queue, setQueue] = useState<Draft[]>(() => kept.found?.value ?? []);
  const [adding, setAdding] = useState(false);
  const [done, setDone] = useState<RecordData[]>([]);
  useKeeping(kept, queue.length > 0 ? queue : null);
  const put = useCallback((draft: Draft) => {
    setQueue((old) => [...old, draft]);
    setAdding(false);
  }, []);
  const photos = usePhotos(put);
  if (!contact?.rights.create)
    return (
      <main className="card">
        <Empty icon="lock" title={t("closed")} hint={t("closedHint")} />
      </main>
    );
  const [first] = queue;
  const next = () => setQueue((old) => old.slice(1));
  const undo = async (saved: Saved) => {
    await undoChange(saved.change);
    setDone((old) => old.filter((record) => record.id !== saved.contact.id));
    refresh(client, "contacts");
    refresh(client, "accounts");
  };
  const saved = (made: Saved) => {
    next();
    setDone((old) => [made.contact, ...old]);
    toast(t("kept", { title: titleOf(contact, made.contact, currentLanguage()) }), {
      action: { label: t("undo"), run: () => void undo(made) },
    });
  };
  return (
    <main className="card">
      <header className="head">
        <h1>{t("title")}</h1>
        {queue.length > 1 && (
          <span className="muted num" role="status">
            {t("left", { count: queue.length })}
          </span>
        )}
        <span className="grow" />
        {first && !adding && <PlainButton label={t("another")} onClick={() => setAdding(true)} />}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="card-scroll" tabIndex={0} aria-label={t("title")}>
        {(!first || adding) && <Begin onRead={put} onFiles={photos.add} />}
        <PhotoList {...photos} />
        {first && (
          <CardForm
            key={first.id}
            draft={first}
            contact={contact}
            account={account?.rights.read ? account : undefined}
            given={given}
            onChange={(draft) => setQueue(([, ...rest]) => [draft, ...rest])}
            onSkip={next}
            onSaved={saved}
          />
        )}
        {done.length > 0 && (
          <section className="card-done" aria-label={t("done")}>
            <h2 className="card-form__legend">{t("done")}</h2>
            <ul>
              {done.map((record) => (
                <li key={record.id}>
                  <Link to="/$plural/$id" params={{ plural: contact.plural, id: record.id }}>
                    {titleOf(contact, record, currentLanguage())}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )}
      </section>
    </main>
  );
}
