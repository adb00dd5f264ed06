import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Copy, RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { clock, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import type { PanelProps } from "@/records/extensions";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import {
  type Delivery,
  deliveryKeys,
  listDeliveries,
  readDelivery,
  sendAgain,
  sendAllAgain,
} from "./requests";
import { Code, TryIt } from "./sample";
import { verifying } from "./signing";
import "./automation.css";

const colours: Record<Delivery["state"], string> = {
  queued: "blue",
  done: "green",
  failed: "red",
  dropped: "gray",
};

type AnswerProps = { result: unknown; onClose: () => void };

/** A webhook's secret, with how its receiver uses it. */
export function HookSecret(props: AnswerProps) {
  const { t } = useTranslation();
  return (
    <SecretAnswer {...props}>
      <Code label={t("automation:verify")} text={verifying} />
    </SecretAnswer>
  );
}

/** A secret, shown this once. */
export function SecretAnswer({ result, onClose, children }: AnswerProps & { children?: ReactNode }) {
  const { t } = useTranslation();
  const { secret } = result as { secret: string };
  const copy = () => void navigator.clipboard?.writeText(secret).then(() => toast(t("common.copied")));
  return (
    <Dialog
      title={t("automation:secret")}
      width={520}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("common.done")}
        </Button>
      }
    >
      <div className="stack">
        <p className="muted">{t("automation:secretHint")}</p>
        <div className="row">
          <input className="field-input grow" readOnly value={secret} aria-label={t("automation:secret")} />
          <Button icon={<Copy size={14} />} onClick={copy}>
            {t("common.copy")}
          </Button>
        </div>
        {children}
      </div>
    </Dialog>
  );
}

/** What was sent to a webhook, the latest first, and what came of it. */
export function Deliveries({ record }: PanelProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const query = useInfiniteQuery({
    queryKey: deliveryKeys.of(record.id),
    queryFn: ({ signal, pageParam }) => listDeliveries(record.id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  });
  const items = (query.data?.pages ?? []).flatMap((page) => page.items);
  const { down = null, failed = 0 } = query.data?.pages[0] ?? {};
  return (
    <section className="deliveries" aria-label={t("automation:deliveries")}>
      <div className="row">
        <h2 className="deliveries__title grow">{t("automation:deliveries")}</h2>
        {failed > 0 && <SendAllAgain webhook={record.id} failed={failed} />}
      </div>
      {down && (
        <Note danger>
          {t("automation:silentSince", {
            since: moment(down.since),
            until: moment(down.until),
            held: down.held,
          })}
        </Note>
      )}
      {record.secret_version === 0 && <Note>{t("automation:hookKeyless")}</Note>}
      {query.isPending && <Waiting />}
      {query.data && items.length === 0 && <p className="muted">{t("automation:noDeliveries")}</p>}
      <ul>
        {items.map((each) => (
          <li key={each.id}>
            <button type="button" className="deliveries__one" onClick={() => setOpen(each.id)}>
              <Tag text={t(`automation:sent.${each.state}`)} colour={colours[each.state]} />
              <span className="deliveries__what">
                <span className="ellipsis">
                  {t(`automation:sentOf.${each.verb}`)}
                  {each.record.title && ` · ${each.record.title}`}
                </span>
                <Outcome delivery={each} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t("automation:more")}
        </Button>
      )}
      <Code label={t("automation:verify")} text={verifying} />
      {open && <Looked id={open} webhook={record.id} onClose={() => setOpen(null)} />}
    </section>
  );
}

const moment = (at: string): string => `${shortDate(at, currentLanguage())} ${clock(at, currentLanguage())}`;

function SendAllAgain({ webhook, failed }: { webhook: string; failed: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => sendAllAgain(webhook),
    onSuccess: ({ queued }) => toast(t("automation:allSentAgain", { count: queued })),
    onSettled: () => client.invalidateQueries({ queryKey: deliveryKeys.of(webhook) }),
  });
  return (
    <PlainButton
      icon={<RotateCcw size={14} />}
      label={t("automation:sendAllAgain", { count: failed })}
      disabled={again.isPending}
      onClick={() => again.mutate()}
    />
  );
}

function Outcome({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const at = delivery.tried_at ?? delivery.created_at;
  return (
    <span className="muted">
      {shortDate(at, language)} {clock(at, language)}
      {delivery.status !== null && ` · HTTP ${delivery.status}`}
      {delivery.took !== null && ` · ${delivery.took} ms`}
      {delivery.attempts > 1 && ` · ${t("automation:attempts", { number: delivery.attempts })}`}
      {delivery.error && ` · ${delivery.error}`}
    </span>
  );
}

function Looked({ id, webhook, onClose }: { id: string; webhook: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: deliveryKeys.one(id),
    queryFn: ({ signal }) => readDelivery(id, signal),
  });
  const again = useMutation({
    mutationFn: () => sendAgain(id),
    onSuccess: () => {
      toast(t("automation:sentAgain"));
      void client.invalidateQueries({ queryKey: deliveryKeys.of(webhook) });
      onClose();
    },
  });
  const found = query.data;
  return (
    <Dialog
      title={t("automation:delivery")}
      width={640}
      onCancel={onClose}
      footer={
        <>
          <PlainButton
            icon={<RotateCcw size={14} />}
            label={t("automation:sendAgain")}
            disabled={!found?.again || again.isPending}
            onClick={() => again.mutate()}
          />
          <Button type="primary" onClick={onClose}>
            {t("common.done")}
          </Button>
        </>
      }
    >
      {query.isPending && <Waiting />}
      {query.error && <Note danger>{query.error.message}</Note>}
      {found && (
        <div className="stack">
          <Outcome delivery={found} />
          {found.body ? (
            <>
              <h3 className="auto-head">{t("automation:body")}</h3>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys */}
              <pre className="deliveries__body" tabIndex={0}>
                {pretty(found.body)}
              </pre>
            </>
          ) : (
            <p className="muted">{found.open ? t("automation:notMade") : t("automation:noBody")}</p>
          )}
          {found.reply && (
            <>
              <h3 className="auto-head">{t("automation:reply")}</h3>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: as above */}
              <pre className="deliveries__body" tabIndex={0}>
                {found.reply}
              </pre>
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}

/** Where and how another program sends its messages. */
export function HowToSend({ record }: PanelProps) {
  const { t } = useTranslation();
  const url = `${window.location.origin}/api/v1/inbound/${record.id}`;
  const copy = () => void navigator.clipboard?.writeText(url).then(() => toast(t("common.copied")));
  return (
    <section className="deliveries" aria-label={t("automation:how")}>
      <h2 className="deliveries__title">{t("automation:how")}</h2>
      <div className="row">
        <input className="field-input grow" readOnly value={url} aria-label={t("automation:address")} />
        <PlainButton bare icon={<Copy size={14} />} label={t("common.copy")} onClick={copy} />
      </div>
      <p className="muted">{t("automation:howHint")}</p>
      {record.secret_version === 0 && <Note>{t("automation:noSecret")}</Note>}
      <TryIt key={JSON.stringify(record.mapping)} record={record} url={url} />
    </section>
  );
}
