import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Download, PencilLine } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inRow } from "@/lib/i18n";
import { useObjectByPlural } from "@/metadata/meta";
import { openCreate } from "@/records/form/create-store";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import {
  entries,
  type Kept,
  type OfObject,
  type Register,
  readRegister,
  registerFile,
  registerKey,
} from "./register-requests";
import type { Option } from "./requests";
import { Retention } from "./retention";
import "./register.css";

const label = (options: Option[], value: string | null): string =>
  options.find((option) => option.value === value)?.label ?? "";

/** Changes what is said of a field, or says it for the first time, beginning with what we suggest. */
function Change({ one, field }: { one: OfObject; field: Kept }) {
  const { t } = useTranslation("privacy");
  const mine = useObjectByPlural(entries);
  const name = t("describe", { field: field.label });
  if (field.record)
    return (
      <Link
        className="plain plain--icon"
        to="/$plural/$id"
        params={{ plural: entries, id: field.record }}
        aria-label={name}
        title={name}
      >
        <PencilLine size={14} aria-hidden="true" />
      </Link>
    );
  if (!mine?.rights.create) return null;
  const { purposes, basis, months, after, then } = field;
  const values = { object: one.object, field: field.field, purposes, basis: basis ?? "consent" };
  return (
    <PlainButton
      bare
      icon={<PencilLine size={14} aria-hidden="true" />}
      label={name}
      onClick={() => openCreate({ object: mine.key, values: { ...values, months, after, then } })}
    />
  );
}

function Period({ one, field, choices }: { one: OfObject; field: Kept; choices: Register["choices"] }) {
  const { t } = useTranslation("privacy");
  if (!field.months) return <span className="muted">{field.then === "along" ? "—" : t("whilePurpose")}</span>;
  const since = label(one.dates, field.date_field) || label(choices.after, field.after);
  return <>{t("monthsAfter", { count: field.months, since })}</>;
}

const origins = { missing: "red", suggested: "grey", set: "green" } as const;

function Row({ one, field, choices }: { one: OfObject; field: Kept; choices: Register["choices"] }) {
  const { t } = useTranslation("privacy");
  const missing = field.origin === "missing";
  const purposes = field.purposes.map((value) => label(choices.purposes, value));
  return (
    <tr>
      <th scope="row">
        {field.label}
        {missing && <Tag text={t("origin.missing")} colour={origins.missing} />}
      </th>
      <td data-label={t("purposes")}>{missing ? "—" : inRow(purposes)}</td>
      <td data-label={t("basis")}>{label(choices.bases, field.basis) || "—"}</td>
      <td data-label={t("keptFor")}>
        <Period one={one} field={field} choices={choices} />
      </td>
      <td data-label={t("then")}>{label(choices.then, field.then)}</td>
      <td data-label={t("saidBy")} className="muted">
        {t(`origin.${field.origin}`)}
      </td>
      <td className="register__do">
        <Change one={one} field={field} />
      </td>
    </tr>
  );
}

function Fields({ one, choices }: { one: OfObject; choices: Register["choices"] }) {
  const { t } = useTranslation("privacy");
  return (
    <section className="register__object" aria-label={one.label}>
      <h2>
        <Icon name={one.icon} size={15} />
        {one.label}
        {one.only && <span className="muted">{t("onlyWhere", { which: one.only })}</span>}
      </h2>
      <table className="register__table">
        <thead>
          <tr>
            <th scope="col">{t("field")}</th>
            <th scope="col">{t("purposes")}</th>
            <th scope="col">{t("basis")}</th>
            <th scope="col">{t("keptFor")}</th>
            <th scope="col">{t("then")}</th>
            <th scope="col">{t("saidBy")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {one.fields.map((field) => (
            <Row key={field.field} one={one} field={field} choices={choices} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Every field that tells of persons: what for, by what right, for how long, and what happens then. */
function Entries() {
  const { t } = useTranslation("privacy");
  const query = useQuery({ queryKey: registerKey, queryFn: ({ signal }) => readRegister(signal) });
  const found = query.data;
  return (
    <>
      <p className="muted">{t("registerHint")}</p>
      {query.isPending && <Waiting />}
      {query.error && <Note danger>{query.error.message}</Note>}
      {found && found.missing > 0 && <Note>{t("missing", { count: found.missing })}</Note>}
      {found?.objects.map((one) => (
        <Fields key={one.object} one={one} choices={found.choices} />
      ))}
    </>
  );
}

const tabs = ["register", "retention"] as const;

/** The register of personal data, and what tonight would do by it. */
export function RegisterPage() {
  const { t } = useTranslation("privacy");
  const mine = useObjectByPlural(entries);
  const [tab, setTab] = useState<(typeof tabs)[number]>("register");
  return (
    <main className="card">
      <header className="head">
        <h1>{mine?.label_plural}</h1>
        <span className="grow" />
        <Button icon={<Download size={14} />} href={registerFile()} download>
          {t("recordOfProcessing")}
        </Button>
      </header>
      <div className="settings__body register">
        <Segments
          label={mine?.label_plural ?? ""}
          value={tab}
          options={tabs.map((value) => ({ value, label: t(`tab.${value}`) }))}
          onChange={setTab}
        />
        {tab === "register" ? <Entries /> : <Retention />}
      </div>
    </main>
  );
}
