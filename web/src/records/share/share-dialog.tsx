import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { addShare, endShare, listShares, type Receiver, receivers, type Share } from "@/api/shares";
import type { ObjectMeta, RecordData } from "@/api/types";
import { fullDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { ShareForm } from "./share-form";
import "./share.css";

type Props = { object: ObjectMeta; record: RecordData; onClose: () => void };

const heldBy = (share: Share): { kind: Receiver; title: string } => {
  const kind = receivers.find((each) => share[each]) ?? "user";
  return { kind, title: share[kind]?.title ?? "—" };
};

function Held({ share, busy, onEnd }: { share: Share; busy: boolean; onEnd: () => void }) {
  const { t } = useTranslation();
  const { kind, title } = heldBy(share);
  return (
    <li className="share">
      <Avatar title={title} person={kind === "user"} size="large" />
      <div className="share__who">
        <span className="ellipsis">{title}</span>
        <span className="muted">
          {t(`share.${kind}`)} ·{" "}
          {share.until
            ? t("share.endsOn", { day: fullDate(share.until, currentLanguage()) })
            : t("share.forGood")}
        </span>
      </div>
      <Tag text={t(`share.${share.level}`)} colour={share.level === "write" ? "orange" : "blue"} />
      <Button loading={busy} aria-label={t("share.endFor", { name: title })} onClick={onEnd}>
        {t("share.end")}
      </Button>
    </li>
  );
}

/** Opens one record to a colleague, a department or a team, and says who has it already. */
export function ShareDialog({ object, record, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = [...keys.record(object.plural, record.id), "shares"];
  const held = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => listShares(object.key, record.id, signal),
  });
  const [round, setRound] = useState(0);
  const changed = () => {
    void client.invalidateQueries({ queryKey: key });
    refresh(client, object.plural, record.id);
  };
  const add = useMutation({
    meta: { quiet: true },
    mutationFn: (share: Parameters<typeof addShare>[2]) => addShare(object.key, record.id, share),
    onSuccess: (share) => {
      changed();
      setRound((old) => old + 1);
      toast(t("share.done", { name: heldBy(share).title }));
    },
  });
  const end = useMutation({ mutationFn: (share: Share) => endShare(share.id), onSuccess: changed });
  return (
    <Dialog
      title={t("share.title", { title: titleOf(object, record, currentLanguage()) })}
      width={520}
      footer={null}
      onCancel={onClose}
    >
      <ShareForm
        key={round}
        mayWrite={record._can?.update ?? object.rights.update}
        busy={add.isPending}
        error={add.error}
        onShare={add.mutate}
      />
      <section className="shares" aria-label={t("share.held")}>
        <h3>{t("share.held")}</h3>
        {held.isPending && <Waiting />}
        {held.error && <Note danger>{held.error.message}</Note>}
        {held.data?.items.length === 0 && <p className="muted">{t("share.nobody")}</p>}
        <ul>
          {held.data?.items.map((share) => (
            <Held
              key={share.id}
              share={share}
              busy={end.isPending && end.variables.id === share.id}
              onEnd={() => end.mutate(share)}
            />
          ))}
        </ul>
      </section>
    </Dialog>
  );
}
