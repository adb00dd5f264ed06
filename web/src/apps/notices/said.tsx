import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MessageSquare, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { removeComment } from "@/api/notices";
import type { TimelineItem } from "@/api/types";
import { clock, fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useSignedIn } from "@/metadata/session";
import { WithCalls } from "@/records/calling/with-calls";
import { ask } from "@/ui/ask";
import { plainText } from "@/ui/html";
import { PlainButton } from "@/ui/plain-button";
import "./texts";
import "./notices.css";

/** A comment on the timeline; its author may take it away. */
export function Said({ item }: { item: TimelineItem }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { user } = useSignedIn();
  const comment = item.comment;
  const remove = useMutation({
    mutationFn: () => removeComment(item.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["record"] }),
  });
  if (!comment) return null;
  const language = currentLanguage();
  const body = plainText(String(comment.body ?? "").replace(/<br\s*\/?>/gi, "\n"));
  const askFirst = async () => {
    if (await ask({ title: t("notices:removeAsk"), danger: true, yes: t("common.remove") })) remove.mutate();
  };
  return (
    <>
      <span className="line__mark soft-purple">
        <MessageSquare size={13} aria-hidden="true" />
      </span>
      <div className="line__body">
        <p className="said__head">
          <strong>{item.actor?.title}</strong> <span className="muted">{t("notices:commented")}</span>
          <time className="muted num" dateTime={item.at} title={fullDateTime(item.at, language)}>
            {clock(item.at, language)}
          </time>
          <span className="grow" />
          {item.actor?.id === user.id && (
            <PlainButton
              bare
              className="said__remove"
              icon={<Trash2 size={13} />}
              label={t("notices:remove")}
              disabled={remove.isPending}
              onClick={() => void askFirst()}
            />
          )}
        </p>
        <div className="line__card">
          <WithCalls text={body} of={comment} />
        </div>
      </div>
    </>
  );
}
