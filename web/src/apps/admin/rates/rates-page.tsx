import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { List, Plus, Upload } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { RecordData } from "@/api/types";
import { isoDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import { useObject } from "@/metadata/meta";
import { useBaseCurrency } from "@/metadata/session";
import { openCreate } from "@/records/form/create-store";
import { ObjectList } from "@/records/list/list-page";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import { type Currency, currencies } from "./currencies";
import "./rates.css";

await ready;

const asked = { sort: "-since", fields: "currency,rate,since", limit: 200 };

/** What each currency is worth today, what it was and what it will be; as a list like any other on request. */
export function RatesPage() {
  const { t } = useTranslation();
  const object = useObject("exchange_rate");
  const base = useBaseCurrency();
  const [all, setAll] = useState(() => globalThis.location.search.length > 1);
  const list = useQuery({
    queryKey: keys.list("exchange-rates", asked),
    queryFn: ({ signal }) => listRecords("exchange-rates", asked, signal),
    enabled: object?.rights.read === true,
  });
  if (!object?.rights.read) return <Empty icon="lock" title={t("list.closed")} />;
  if (all) return <ObjectList plural="exchange-rates" />;
  const found = currencies(list.data?.items ?? [], isoDay(new Date()));
  return (
    <main className="card">
      <header className="head">
        <h1>{object.label_plural}</h1>
        <span className="grow" />
        <Button icon={<List size={14} />} onClick={() => setAll(true)}>
          {t("admin:rateAll")}
        </Button>
        {object.rights.create && (
          <Link to="/import" className="hide-phone">
            <Button icon={<Upload size={14} />}>{t("admin:rateImport")}</Button>
          </Link>
        )}
        {object.rights.create && (
          <Button
            type="primary"
            icon={<Plus size={14} />}
            onClick={() => openCreate({ object: "exchange_rate", onCreated: () => void list.refetch() })}
          >
            {t("admin:rateNew")}
          </Button>
        )}
      </header>
      <div className="settings__body stack">
        <p className="muted">{t("admin:rateHint", { base })}</p>
        {list.isPending && <Waiting />}
        {list.error && <Note danger>{list.error.message}</Note>}
        {list.data && found.length === 0 && (
          <Empty
            icon="arrow-left-right"
            title={t("admin:rateNone")}
            hint={t("admin:rateNoneHint", { base })}
          />
        )}
        {found.map((each) => (
          <Rates key={each.code} currency={each} base={base} />
        ))}
      </div>
    </main>
  );
}

const FEW = 5;
/** The rate without zeros that say nothing. */
const plain = (rate: RecordData): string =>
  String(rate.rate)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");

function Rates({ currency, base }: { currency: Currency; base: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const language = languageTag(currentLanguage());
  const name = new Intl.DisplayNames(language, { type: "currency" }).of(currency.code) ?? currency.code;
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const shown = open ? currency.rates : currency.rates.slice(0, FEW);
  return (
    <section className="rates" aria-label={name}>
      <h2>
        {name} <span className="muted">{currency.code}</span>
        <span className="grow" />
        {currency.today ? (
          <span className="num">{`1 ${currency.code} = ${plain(currency.today)} ${base}`}</span>
        ) : (
          <span className="rates__none">{t("admin:rateNotYet")}</span>
        )}
      </h2>
      <ul className="rows">
        {shown.map((rate) => (
          <li key={rate.id}>
            <Link
              className="grow"
              to="/settings/$section/$id"
              params={{ section: "exchange-rates", id: rate.id }}
            >
              {t("admin:rateSince", { day: day.format(new Date(String(rate.since))) })}
            </Link>
            <Said rate={rate} currency={currency} />
            <span className="num">{plain(rate)}</span>
          </li>
        ))}
      </ul>
      {currency.rates.length > FEW && !open && (
        <Button type="link" size="small" onClick={() => setOpen(true)}>
          {t("admin:rateMore", { count: currency.rates.length - FEW })}
        </Button>
      )}
    </section>
  );
}

function Said({ rate, currency }: { rate: RecordData; currency: Currency }) {
  const { t } = useTranslation();
  if (rate.id === currency.today?.id) return <span className="rates__now">{t("admin:rateNow")}</span>;
  return currency.coming.includes(rate.id) ? <span className="muted">{t("admin:rateComing")}</span> : null;
}
