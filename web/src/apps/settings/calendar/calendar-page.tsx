import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { ChevronLeft, ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { listRecords, runAction } from "@/api/records";
import { shortDate, toDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { openCreate } from "@/records/form/create-store";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { groups, type WorkDay } from "./days";
import { HoursEditor } from "./hours-editor";
import { type Calendar, readYear, turn, type Year as YearOf } from "./requests";
import { Year } from "./year";
import "../settings.css";
import "./calendar.css";

const plural = "work-calendars";
const asked = { fields: "name,hours,is_default", sort: "-is_default", limit: 100 };

/** When is work: hours of the week, and a year in which a click changes a day; one calendar at a time. */
export function CalendarPage() {
  const { t } = useTranslation();
  const object = useObject("work_calendar");
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({
    queryKey: keys.list(plural, asked),
    queryFn: ({ signal }) => listRecords(plural, asked, signal),
  });
  const items = (list.data?.items ?? []) as Calendar[];
  const calendar = items.find((each) => each.id === chosen) ?? items[0];
  return (
    <main className="card">
      <header className="head">
        <h1>{object?.label_plural}</h1>
        <span className="grow" />
        {items.length > 1 && calendar && (
          <span className="worktime__pick">
            <Select
              aria-label={t("worktime:calendar")}
              value={calendar.id}
              options={items.map((each) => ({
                value: each.id,
                label: object ? titleOf(object, each, currentLanguage()) : each.id,
              }))}
              onChange={(next) => setChosen(String(next))}
            />
          </span>
        )}
        {object?.rights.create && (
          <Button
            icon={<Plus size={14} />}
            onClick={() =>
              openCreate({ object: "work_calendar", onCreated: (record) => setChosen(record.id) })
            }
          >
            {t("worktime:new")}
          </Button>
        )}
      </header>
      <div className="settings__body worktime">
        {list.isPending && <Waiting />}
        {list.error && <Note danger>{list.error.message}</Note>}
        {list.data && !calendar && <Empty icon="calendar" title={t("worktime:none")} />}
        {calendar && <One key={calendar.id} calendar={calendar} writable={object?.rights.update === true} />}
      </div>
    </main>
  );
}

function One({ calendar, writable }: { calendar: Calendar; writable: boolean }) {
  const { t } = useTranslation();
  const [year, setYear] = useState(new Date().getFullYear());
  const query = useQuery({
    queryKey: ["work-year", calendar.id, year],
    queryFn: ({ signal }) => readYear(calendar.id, year, signal),
    placeholderData: (before) => (before?.days[0]?.day.startsWith(String(year)) ? before : undefined),
  });
  const worked = query.data?.days.filter((day) => day.kind === "work").length ?? 0;
  return (
    <>
      {query.data?.missing && <Missing year={query.data.missing} at={year} onLook={setYear} />}
      <div className="worktime__year">
        <PlainButton
          bare
          icon={<ChevronLeft size={16} aria-hidden="true" />}
          label={t("worktime:previous")}
          onClick={() => setYear(year - 1)}
        />
        <h2 className="num">{t("worktime:year", { year })}</h2>
        <PlainButton
          bare
          icon={<ChevronRight size={16} aria-hidden="true" />}
          label={t("worktime:next")}
          onClick={() => setYear(year + 1)}
        />
        {query.data && <span className="muted num">{t("worktime:yearDays", { count: worked })}</span>}
        <span className="grow" />
        {writable && query.data && <AddYear calendar={calendar} year={year} found={query.data} />}
      </div>
      {query.isPending && <Waiting />}
      {query.error && <Note danger>{query.error.message}</Note>}
      {query.data && <Days calendar={calendar} days={query.data.days} writable={writable} />}
      <HoursEditor key={calendar.version} calendar={calendar} writable={writable} />
      <p className="worktime__links">
        <Link to="/$plural/$id" params={{ plural, id: calendar.id }}>
          {t("worktime:more")}
        </Link>
        <Link to="/settings/$section" params={{ section: "absences" }}>
          {t("worktime:away")}
        </Link>
      </p>
    </>
  );
}

/** What to do about a year that is near and not in. */
function Missing({ year, at, onLook }: { year: number; at: number; onLook: (year: number) => void }) {
  const { t } = useTranslation();
  return (
    <Note>
      {t("worktime:missing", { year })}{" "}
      {at !== year && (
        <Button size="small" onClick={() => onLook(year)}>
          {t("worktime:look", { year })}
        </Button>
      )}{" "}
      <Link className="worktime__import" to="/import">
        {t("worktime:import")}
      </Link>
    </Note>
  );
}

/** Offered while a year that is known has none of its days. */
function AddYear({ calendar, year, found }: { calendar: Calendar; year: number; found: YearOf }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: () => runAction(plural, calendar.id, "add_holidays", { year }),
    onSettled: () => client.invalidateQueries({ queryKey: ["work-year"] }),
  });
  if (!found.announced.includes(year) || found.days.some((day) => day.special)) return null;
  return (
    <Button loading={add.isPending} onClick={() => add.mutate()}>
      {t("worktime:addYear", { year })}
    </Button>
  );
}

function Days({ calendar, days, writable }: { calendar: Calendar; days: WorkDay[]; writable: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const language = currentLanguage();
  const change = useMutation({
    mutationFn: (day: WorkDay) => turn(calendar.id, day),
    onSuccess: async (_, day) => {
      await client.invalidateQueries({ queryKey: ["work-year"] });
      refresh(client, "work-days");
      const kind = t(`worktime:kind.${day.kind === "work" ? "rest" : "work"}`);
      toast(t("worktime:changed", { day: shortDate(day.day, language), kind }));
    },
  });
  const special = groups(days, language);
  return (
    <>
      <p className="muted worktime__hint">{t("worktime:specialHint")}</p>
      <Year
        days={days}
        writable={writable}
        busy={change.isPending ? change.variables.day : null}
        onTurn={(day) => change.mutate(day)}
      />
      {special.length > 0 && (
        <section>
          <h2 className="worktime__heading">
            <Link to="/settings/$section" params={{ section: "work-days" }}>
              {t("worktime:special")}
            </Link>
          </h2>
          <ul className="special">
            {special.map((each) => (
              <li key={each.id}>
                <Tag text={t(`worktime:mark.${each.kind}`)} colour={each.kind === "rest" ? "red" : "blue"} />
                <Link className="ellipsis" to="/$plural/$id" params={{ plural: "work-days", id: each.id }}>
                  {each.name || t(`worktime:kind.${each.kind}`)}
                </Link>
                <span className="muted num">{span(each.first, each.last)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function span(first: string, last: string): string {
  const text = (day: string) => shortDate(day, currentLanguage(), toDate(first));
  return first === last ? text(first) : `${text(first)} – ${text(last)}`;
}
