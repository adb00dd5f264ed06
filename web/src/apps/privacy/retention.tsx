import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { Eraser, Lock, LockOpen } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "@/api/types";
import { useJob } from "@/api/use-job";
import { shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useSignedIn } from "@/metadata/session";
import { ask } from "@/ui/ask";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Progress } from "@/ui/progress";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import {
  type Group,
  holdRecord,
  liftHold,
  type Named,
  type Retained,
  readRetention,
  retainNow,
  retentionKey,
} from "./retention-requests";

const number = (count: number): string => count.toLocaleString(currentLanguage());

function Title({ plural, one }: { plural: string | null; one: Named }) {
  const { t } = useTranslation("privacy");
  if (!one.title || !plural) return <span className="muted">{one.title ?? t("notSeen")}</span>;
  return (
    <Link to="/$plural/$id" params={{ plural, id: one.id }}>
      {one.title}
    </Link>
  );
}

type Held = { object: string; id: string; title: string | null };

/** Asks why a record is to be kept, and keeps it. */
function HoldDialog({ held, onClose }: { held: Held; onClose: () => void }) {
  const { t } = useTranslation("privacy");
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const hold = useMutation({
    meta: { quiet: true },
    mutationFn: () => holdRecord(held.object, held.id, reason.trim()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: retentionKey });
      toast(t("isHeld"));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("hold", { title: held.title ?? t("notSeen") })}
      okText={t("holdYes")}
      okButtonProps={{ disabled: reason.trim().length < 2, loading: hold.isPending }}
      onOk={() => hold.mutate()}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="muted">{t("holdHint")}</p>
        <Input
          aria-label={t("holdWhy")}
          placeholder={t("holdWhy")}
          maxLength={300}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        {hold.error && <Note danger>{hold.error.message}</Note>}
      </div>
    </Dialog>
  );
}

type DueProps = { group: Group; capped: number; onHold?: (held: Held) => void };

function Due({ group, capped, onHold }: DueProps) {
  const { t } = useTranslation("privacy");
  const many = group.count > capped ? t("moreThan", { count: number(capped) }) : number(group.count);
  return (
    <section className="register__object" aria-label={`${group.label}, ${group.field}`}>
      <h2>
        {t("dueCount", { label: group.label, count: many })}
        <Tag
          text={group.then === "erase" ? group.does : t("empties", { field: group.field })}
          colour={group.then === "erase" ? "red" : "orange"}
        />
        <span className="muted">{group.why}</span>
      </h2>
      <ul className="rows">
        {group.items.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <Title plural={group.plural} one={one} />
            </div>
            {onHold && (
              <PlainButton
                bare
                icon={<Lock size={14} aria-hidden="true" />}
                label={t("hold", { title: one.title ?? t("notSeen") })}
                onClick={() => onHold({ object: group.object, ...one })}
              />
            )}
          </li>
        ))}
      </ul>
      {group.count > group.items.length && (
        <p className="muted">{t("firstShown", { count: group.items.length })}</p>
      )}
    </section>
  );
}

function Holds({ found, able }: { found: Retained; able: boolean }) {
  const { t } = useTranslation("privacy");
  const client = useQueryClient();
  const lift = useMutation({
    mutationFn: ({ object, id }: Held) => liftHold(object, id),
    onSettled: () => client.invalidateQueries({ queryKey: retentionKey }),
  });
  if (found.holds.length === 0) return null;
  return (
    <section className="register__object" aria-label={t("holds")}>
      <h2>{t("holds")}</h2>
      <ul className="rows">
        {found.holds.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <Title plural={one.plural} one={one} />
              <p className="muted">
                {one.reason}
                {one.until && ` · ${t("untilDay", { day: shortDate(one.until, currentLanguage()) })}`}
              </p>
            </div>
            {able && (
              <PlainButton
                bare
                icon={<LockOpen size={14} aria-hidden="true" />}
                label={t("lift", { title: one.title ?? t("notSeen") })}
                onClick={() => lift.mutate(one)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Does at once what tonight would do. */
function Now() {
  const { t } = useTranslation("privacy");
  const client = useQueryClient();
  const [job, setJob] = useState<string | null>(null);
  const start = useMutation({ mutationFn: retainNow, onSuccess: (started) => setJob(started.job) });
  const over = useCallback(
    ({ result }: Job) => {
      const done = result as { erased: number; blanked: number; refused: number };
      setJob(null);
      void client.invalidateQueries();
      toast(t("retained", done), { tone: done.refused > 0 ? "error" : "good" });
    },
    [t, client],
  );
  const running = useJob(job, over);
  if (running?.state === "failed")
    return (
      <>
        <Note danger>{running.message}</Note>
        <Button onClick={() => setJob(null)}>{t("retainAgain")}</Button>
      </>
    );
  if (job)
    return (
      <Progress label={running?.message || t("retaining")} done={running?.done} total={running?.total} />
    );
  const go = async () => {
    if (await ask({ title: t("retainAsk"), text: t("retainText"), yes: t("retainNow"), danger: true }))
      start.mutate();
  };
  return (
    <Button danger icon={<Eraser size={14} />} loading={start.isPending} onClick={() => void go()}>
      {t("retainNow")}
    </Button>
  );
}

/** What has been kept as long as it may be, what tonight would do with it, and what is held back. */
export function Retention() {
  const { t } = useTranslation("privacy");
  const { admin } = useSignedIn().user;
  const [held, setHeld] = useState<Held | null>(null);
  const query = useQuery({ queryKey: retentionKey, queryFn: ({ signal }) => readRetention(signal) });
  const found = query.data;
  if (query.error) return <Note danger>{query.error.message}</Note>;
  if (!found) return <Waiting />;
  return (
    <>
      <Note>
        {t(found.on ? "retentionOn" : "retentionOff", { count: number(found.nightly) })}{" "}
        <Link to="/settings/$section" params={{ section: "companies" }}>
          {t("retentionSwitch")}
        </Link>
      </Note>
      {found.groups.length === 0 && (
        <Empty icon="shield-check" title={t("nothingDue")} hint={t("nothingDueHint")} />
      )}
      {found.groups.map((group) => (
        <Due
          key={`${group.object} ${group.field}`}
          group={group}
          capped={found.counted}
          onHold={admin ? setHeld : undefined}
        />
      ))}
      {admin && found.groups.length > 0 && (
        <div>
          <Now />
        </div>
      )}
      <Holds found={found} able={admin} />
      {held && <HoldDialog held={held} onClose={() => setHeld(null)} />}
    </>
  );
}
