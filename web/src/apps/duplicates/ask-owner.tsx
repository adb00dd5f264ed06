import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { DuplicateHit, Writing } from "@/api/duplicates";
import { useMeta } from "@/metadata/meta";
import { Note } from "@/ui/note";

type Props = { hit: DuplicateHit; ask: number; writing: Writing };

/** What is being written: of which object, and what it is called. */
function useOwn({ path, body }: Writing): { object: string | null; title: string } {
  const { objects } = useMeta();
  const plural = path.split("/")[1];
  const object = objects.find((each) => each.plural === plural);
  const said = object && typeof body === "object" ? (body as Record<string, unknown>)?.[object.title] : "";
  return { object: object?.key ?? null, title: typeof said === "string" ? said : "" };
}

/** Asks whoever has a record one may not see; nothing of it comes back but what he gives. */
export function AskOwner({ hit, ask, writing }: Props) {
  const { t } = useTranslation("duplicates");
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const own = useOwn(writing);
  const send = useMutation({
    mutationFn: () =>
      call("POST", "/owner-requests", {
        body: { hit: ask, object: own.object ?? hit.object, title: own.title.slice(0, 200), words },
      }),
  });
  const whom = hit.owner ? t("askOwner") : t("askKeepers");
  if (send.isSuccess) return <output className="found__asked">{t("asked")}</output>;
  if (!open)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {whom}
      </Button>
    );
  return (
    <div className="found__ask stack">
      <Input.TextArea
        autoFocus
        aria-label={t("askWords")}
        placeholder={t("askWords")}
        rows={2}
        maxLength={500}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <span className="muted">{t("askHint", { title: own.title || hit.label })}</span>
      {send.error && <Note danger>{send.error.message}</Note>}
      <Button type="primary" size="small" loading={send.isPending} onClick={() => send.mutate()}>
        {t("askSend")}
      </Button>
    </div>
  );
}
