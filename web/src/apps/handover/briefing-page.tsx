import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { RecordData } from "@/api/types";
import { isEmpty, Value } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject, useObjects } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { people } from "@/records/people";
import { Avatar } from "@/ui/avatar";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Icon } from "@/ui/icon";
import { Waiting } from "@/ui/waiting";
import { handoverKeys, putAway, readBriefing } from "./requests";
import { ready } from "./texts";
import type { Briefing, Customer } from "./types";
import { useWhose } from "./use-whose";
import "./handover.css";

await ready;

/** What a successor should know: customer by customer the open deals, people, tasks and last contacts. */
export function BriefingPage() {
  const { t } = useTranslation("handover");
  const whose = useWhose();
  const { id = "" } = useParams({ strict: false });
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useInfiniteQuery({
    queryKey: handoverKeys.briefing(id),
    queryFn: ({ pageParam, signal }) => readBriefing(id, pageParam, signal),
    initialPageParam: "0",
    getNextPageParam: ({ next }) => next,
  });
  const away = useMutation({
    mutationFn: () => putAway(id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: handoverKeys.all });
      void navigate({ to: "/today" });
    },
  });
  const found = query.data?.pages[0];
  const customers = query.data?.pages.flatMap((page) => page.customers) ?? [];
  return (
    <main className="card">
      <header className="head">
        <h1 className="ellipsis">
          {found ? t("briefingFrom", { name: whose(found.person) }) : t("briefing")}
        </h1>
        {found && found.count > 0 && (
          <span className="head__count num">{t("customers", { count: found.count })}</span>
        )}
        <span className="grow" />
        {found && !found.seen && (
          <Button icon={<Check size={14} />} loading={away.isPending} onClick={() => away.mutate()}>
            {t("seen")}
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="handover" tabIndex={0} aria-label={t("briefing")}>
        <div className="handover__inner">
          {query.isPending && <Waiting />}
          <Broken query={query} />
          {found?.reason && <p className="muted">{t("because", { reason: found.reason })}</p>}
          {found && <Places briefing={found} />}
          {found && found.records > 0 && customers.length === 0 && (
            <Empty icon="circle-check" title={t("briefingNone")} />
          )}
          {customers.map((customer) => (
            <CustomerCard key={customer.id} customer={customer} />
          ))}
          {query.hasNextPage && (
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t("more")}
            </Button>
          )}
        </div>
      </section>
    </main>
  );
}

/** In whose place one stands now, and what waits there. */
function Places({ briefing }: { briefing: Briefing }) {
  const { t } = useTranslation("handover");
  const { places, approvals, shares } = briefing;
  const lines = [
    ...places,
    { label: t("gotApprovals"), count: approvals },
    { label: t("gotShares"), count: shares },
  ].filter(({ count }) => count > 0);
  if (lines.length === 0) return null;
  return (
    <section className="briefing" aria-label={t("places")}>
      <h2 className="handover__head">{t("places")}</h2>
      <ul>
        {lines.map(({ label, count }) => (
          <li key={label}>
            {label} <span className="muted num">{count}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CustomerCard({ customer }: { customer: Customer }) {
  const { t } = useTranslation("handover");
  const object = useObject(customer.object);
  const title = customer.title ?? t("hidden");
  const lists = customer.lists.filter(({ items }) => items.length > 0);
  return (
    <article className="briefing" aria-label={title}>
      <h2 className="briefing__head">
        <Avatar title={title} person={people.has(customer.object)} size="large" />
        {object && customer.title !== null ? (
          <Link className="ellipsis" to="/$plural/$id" params={{ plural: object.plural, id: customer.id }}>
            {title}
          </Link>
        ) : (
          <span className="muted">{title}</span>
        )}
        {object && <span className="muted briefing__kind">{object.label}</span>}
      </h2>
      {lists.length === 0 && <p className="muted">{t("briefingEmpty")}</p>}
      <div className="briefing__lists">
        {lists.map((list) => (
          <section key={list.key} aria-label={list.label}>
            <h3>{list.label}</h3>
            <ul>
              {list.items.map((item) => (
                <BriefingItem key={item.id} object={list.object} fields={list.fields} item={item} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </article>
  );
}

type ItemProps = { object: string; fields: string[]; item: RecordData };

function BriefingItem({ object: key, fields, item }: ItemProps) {
  const object = useObjects()(key);
  if (!object) return null;
  const shown = fields.filter((name) => name !== object.title).map((name) => fieldOf(object, name));
  return (
    <li className="briefing__item">
      <Link to="/$plural/$id" params={{ plural: object.plural, id: item.id }} className="briefing__title">
        <Icon name={object.icon} size={14} />
        <span className="ellipsis">{titleOf(object, item, currentLanguage())}</span>
      </Link>
      <span className="briefing__values">
        {shown.map(
          (field) =>
            field &&
            !isEmpty(item[field.name]) &&
            item[field.name] !== false && (
              <span key={field.name} className="briefing__value">
                <span className="muted">{field.label}</span>{" "}
                <Value field={field} value={item[field.name]} compact />
              </span>
            ),
        )}
      </span>
    </li>
  );
}
