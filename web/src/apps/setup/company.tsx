import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { changeRecord, listRecords } from "@/api/records";
import type { Choice, FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import { fieldOf, useObject } from "@/metadata/meta";
import { RecordForm } from "@/records/form/record-form";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { redraw } from "./requests";

const names = ["name", "logo", "currency", "language", "time_zone"];
const asked = { limit: 1 };

function useCompany() {
  const object = useObject("company");
  const list = useQuery({
    queryKey: keys.list("companies", asked),
    queryFn: ({ signal }) => listRecords("companies", asked, signal),
  });
  return { object, company: list.data?.items[0], pending: list.isPending };
}

function useChange(company: RecordData | undefined) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: (values: object) =>
      changeRecord("companies", company?.id ?? "", values, company?.version ?? 0),
    onSuccess: () => {
      toast(t("setup:saved"));
      redraw(client);
    },
  });
}

/** What has to be done before one leaves a step: nothing, or to save what was typed. */
export type Leave = RefObject<(() => Promise<unknown>) | null>;

/** Name, logo, currency, language and time zone of the company. */
export function CompanyStep({ leave }: { leave: Leave }) {
  const { object, company, pending } = useCompany();
  if (pending) return <Waiting />;
  if (!object || !company) return null;
  return <CompanyForm key={company.version} object={object} company={company} leave={leave} />;
}

/** Currencies of today with their names; those of the past carry their years. */
function currencies(): Choice[] {
  const names = new Intl.DisplayNames(languageTag(currentLanguage()), { type: "currency" });
  const all = Intl.supportedValuesOf("currency").map((code) => ({
    value: code,
    label: names.of(code) ?? code,
  }));
  return all
    .filter(({ label }) => !/\d{4}/.test(label))
    .map(({ value, label }) => ({ value, label: `${value} ${label}` }));
}

const zones = (): Choice[] =>
  ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({ value: zone, label: zone }));

const offered: Record<string, () => Choice[]> = { currency: currencies, time_zone: zones };

/** A code nobody knows by heart is chosen from all there are. */
function chosen(field: FieldMeta, present: unknown): FieldMeta {
  const choices = offered[field.name]?.();
  if (!choices) return field;
  const missing = typeof present === "string" && !choices.some(({ value }) => value === present);
  const own = missing ? [{ value: present, label: present }] : [];
  return { ...field, kind: "choice", required: true, choices: [...own, ...choices] };
}

type FormProps = { object: ObjectMeta; company: RecordData; leave: Leave };

function CompanyForm({ object, company, leave }: FormProps) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const save = useChange(company);
  const fields = names
    .map((name) => fieldOf(object, name))
    .filter((field) => field !== undefined)
    .map((field) => chosen(field, company[field.name]));
  useEffect(() => {
    leave.current = Object.keys(values).length > 0 ? () => save.mutateAsync(values) : null;
    return () => {
      leave.current = null;
    };
  });
  const errors = save.error instanceof Problem ? save.error.byField() : {};
  return (
    <form
      className="setup__form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(values);
      }}
    >
      <p className="muted">{t("setup:company")}</p>
      <RecordForm
        fields={fields}
        values={{ ...company, ...values }}
        errors={errors}
        prefix="company"
        onChange={(name, value) => setValues({ ...values, [name]: value })}
      />
      {save.error && Object.keys(errors).length === 0 && <Note danger>{save.error.message}</Note>}
      <div className="setup__foot">
        <Button
          htmlType="submit"
          type="primary"
          disabled={Object.keys(values).length === 0}
          loading={save.isPending}
        >
          {t("setup:save")}
        </Button>
      </div>
    </form>
  );
}

/** When the business year begins, and the way to the work calendar. */
export function YearStep() {
  const { t } = useTranslation();
  const { company, pending } = useCompany();
  const save = useChange(company);
  const month = new Intl.DateTimeFormat(languageTag(currentLanguage()), { month: "long" });
  if (pending) return <Waiting />;
  return (
    <>
      <div className="labelled setup__month">
        <span>{t("setup:fiscal")}</span>
        <Select
          aria-label={t("setup:fiscal")}
          value={Number(company?.fiscal_start ?? 1)}
          loading={save.isPending}
          options={Array.from({ length: 12 }, (_, at) => ({
            value: at + 1,
            label: month.format(new Date(2024, at, 1)),
          }))}
          onChange={(next) => save.mutate({ fiscal_start: next })}
        />
        <p className="muted">{t("setup:fiscalHint")}</p>
      </div>
      {save.error && <Note danger>{save.error.message}</Note>}
      <div className="setup__foot">
        <Link className="setup__link" to="/settings/$section" params={{ section: "work-calendars" }}>
          {t("setup:calendar")}
        </Link>
      </div>
      <p className="muted">{t("setup:calendarHint")}</p>
    </>
  );
}
