import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { RecordData, Ref } from "@/api/types";
import { shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObjectByPlural } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { Empty } from "@/ui/empty";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { HandOver } from "./hand-over";
import { MailboxDialog } from "./mailbox-dialog";
import { type BoxState, mailKeys, readStates } from "./requests";
import { useWatch } from "./watch";
import "./mail.css";

const plural = "mailboxes";
const asked = { sort: "name" };

/** One's mailboxes and those of one's teams, each with what is wrong with it. */
export function MailboxesPage() {
  const { t } = useTranslation();
  const object = useObjectByPlural(plural);
  const { user } = useSignedIn();
  useWatch();
  const [open, setOpen] = useState<RecordData | "new" | null>(null);
  const list = useQuery({
    queryKey: keys.list(plural, asked),
    queryFn: ({ signal }) => listRecords(plural, { ...asked, limit: 200 }, signal),
  });
  const states = useQuery({ queryKey: mailKeys.states, queryFn: ({ signal }) => readStates(signal) });
  const boxes = list.data?.items ?? [];
  return (
    <main className="card">
      <header className="head">
        <h1>{object?.label_plural}</h1>
        <span className="grow" />
        {object?.rights.create && (
          <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen("new")}>
            {t("mail:addBox")}
          </Button>
        )}
      </header>
      <div className="settings__body">
        {list.isPending && <Waiting />}
        {list.error && <Note danger>{list.error.message}</Note>}
        {list.data && boxes.length === 0 && (
          <Empty icon="mail" title={t("mail:none")} hint={t("mail:noneHint")} />
        )}
        {user.admin && boxes.length > 0 && !boxes.some((box) => box.system === true) && (
          <Note>{t("mail:noSystem")}</Note>
        )}
        <ul className="rows">
          {boxes.map((box) => (
            <Line
              key={box.id}
              box={box}
              state={states.data?.items.find((each) => each.id === box.id)}
              onOpen={() => setOpen(box)}
            />
          ))}
        </ul>
      </div>
      {open && (
        <MailboxDialog
          key={open === "new" ? "new" : open.id}
          box={open === "new" ? null : open}
          state={open === "new" ? undefined : states.data?.items.find((each) => each.id === open.id)}
          onClose={() => setOpen(null)}
        />
      )}
    </main>
  );
}

type LineProps = { box: RecordData; state: BoxState | undefined; onOpen: () => void };

function Line({ box, state, onOpen }: LineProps) {
  const { t } = useTranslation();
  const object = useObjectByPlural(plural);
  const { user } = useSignedIn();
  const wrong = state && !state.password ? t("mail:noPassword") : state?.problem;
  return (
    <li>
      <Icon name="mail" />
      <div className="grow mailbox__who">
        {state ? (
          <PlainButton label={String(box.name)} onClick={onOpen} />
        ) : (
          <strong>{String(box.name)}</strong>
        )}
        <p className="muted ellipsis">
          {String(box.address)} · {(box.owner as Ref | null)?.title ?? t("mail:team")}
          {state?.read_at && ` · ${t("mail:readAt", { at: shortDate(state.read_at, currentLanguage()) })}`}
        </p>
        {wrong && <p className="form__error">{wrong}</p>}
      </div>
      {state?.left && object && (
        <>
          <Tag text={t("mail:left")} colour="orange" />
          {user.admin && <HandOver object={object} box={box} />}
        </>
      )}
      {box.system === true && <Tag text={t("mail:system")} colour="purple" />}
      {box.active !== true && <Tag text={t("mail:off")} colour="gray" />}
      {box.shared === true && <Tag text={t("mail:open")} colour="green" />}
    </li>
  );
}
