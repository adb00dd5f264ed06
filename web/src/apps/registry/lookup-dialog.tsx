import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { ArrowLeft } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LookupProps } from "@/records/extensions";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { Compare } from "./compare";
import { findCompanies, type Hit, readCompany } from "./requests";

type Props = LookupProps & { onClose: () => void };

const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

/** Finds a company in the registry, then shows what it says beside what is here. Asked only when told to: calls cost. */
export function LookupDialog({ object, values, onTake, onClose }: Props) {
  const { t } = useTranslation("registry");
  const [words, setWords] = useState(textOf(values.uscc) || textOf(values.name));
  const find = useMutation({ meta: { quiet: true }, mutationFn: findCompanies });
  const read = useMutation({ meta: { quiet: true }, mutationFn: readCompany });
  const left = (read.data ?? find.data)?.left;
  const search = (event: FormEvent) => {
    event.preventDefault();
    // The form of a new account is around this dialog: it would be sent, too.
    event.stopPropagation();
    if (words.trim().length > 1 && !find.isPending) find.mutate(words.trim());
  };
  return (
    <Dialog title={t("title")} width={720} footer={null} onCancel={onClose} mask={{ closable: false }}>
      {read.data ? (
        <>
          <PlainButton
            autoFocus
            icon={<ArrowLeft size={14} aria-hidden="true" />}
            label={t("back")}
            onClick={read.reset}
          />
          <Compare
            object={object}
            values={values}
            facts={read.data}
            onClose={onClose}
            onTake={(chosen, reason) => {
              onTake(chosen, reason);
              onClose();
            }}
          />
        </>
      ) : (
        <>
          <form className="registry__search" onSubmit={search}>
            <Input
              autoFocus
              aria-label={t("words")}
              placeholder={t("words")}
              maxLength={100}
              value={words}
              onChange={({ target }) => setWords(target.value)}
            />
            <Button
              type="primary"
              htmlType="submit"
              loading={find.isPending}
              disabled={words.trim().length < 2}
            >
              {t("search")}
            </Button>
          </form>
          {!find.data && <p className="muted registry__hint">{t("hint")}</p>}
          {read.isPending && <Waiting />}
          {find.data && !read.isPending && (
            <Hits hits={find.data.hits} words={find.variables ?? ""} onPick={read.mutate} />
          )}
        </>
      )}
      {(find.error ?? read.error) && !read.data && <Note danger>{(read.error ?? find.error)?.message}</Note>}
      {left !== undefined && <p className="muted registry__left">{t("left", { count: left })}</p>}
    </Dialog>
  );
}

function Hits({ hits, words, onPick }: { hits: Hit[]; words: string; onPick: (code: string) => void }) {
  const { t } = useTranslation("registry");
  if (hits.length === 0) return <Note>{t("empty", { words })}</Note>;
  return (
    <ul className="registry__hits" aria-label={t("found")}>
      {hits.map((hit) => (
        <li key={hit.code}>
          <button type="button" className="registry__hit" onClick={() => onPick(hit.code)}>
            <span>{hit.name}</span>
            <span className="muted">{[hit.code, hit.person, hit.status].filter(Boolean).join(" · ")}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
