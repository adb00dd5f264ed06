import { Link } from "@tanstack/react-router";
import { ChevronRight, MessageSquarePlus, Phone } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData, TodaySection as Section } from "@/api/types";
import { phoneText } from "@/fields/phone/display";
import { isEmpty, Value } from "@/fields/value";
import { readCriteria } from "@/lib/criteria";
import { daysFromNow, validDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject, useObjects } from "@/metadata/meta";
import { isMasked, titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { lookOf } from "./kinds";

const QuickLog = lazy(() => import("./quick-log").then((module) => ({ default: module.QuickLog })));

const people = new Set(["contact", "lead"]);
const skipped = new Set(["kind", "done", "owner", "updated_at", "level"]);
const long = new Set(["longtext", "richtext", "json", "url", "email", "phone"]);

/** The record's first telephone number that may be dialled. */
function numberOf(object: ObjectMeta, record: RecordData): string | null {
  for (const field of object.fields) {
    const value = record[field.name];
    if (field.kind !== "phone" || isEmpty(value) || isMasked(value)) continue;
    return (value as { e164?: string }).e164 ?? phoneText(value).replace(/[^\d+]/g, "");
  }
  return null;
}

function overdue(record: RecordData): boolean {
  const day = record.due ?? record.next_contact;
  return typeof day === "string" && validDate(day) && daysFromNow(day) < 0;
}

/** Whom or what a task is about: the first of its records, with a way there. */
function About({ about }: { about: Section["items"][number]["about"] }) {
  const objectOf = useObjects();
  const first = about?.[0];
  const home = objectOf(first?.object ?? "");
  if (!first || !home) return null;
  return (
    <Link className="todo__about ellipsis" to="/$plural/$id" params={{ plural: home.plural, id: first.id }}>
      {first.title}
    </Link>
  );
}

function Row({ object, record }: { object: ObjectMeta; record: Section["items"][number] }) {
  const { t } = useTranslation();
  const [logging, setLogging] = useState(false);
  const title = titleOf(object, record, currentLanguage());
  const task = object.key === "activity";
  const { Mark, colour } = lookOf(record.kind);
  const number = numberOf(object, record);
  const activities = useObject("activity");
  const may = task ? object.rights.update : activities?.rights.create;
  const shown = object.columns
    .filter((name) => !skipped.has(name) && name !== object.title)
    .map((name) => fieldOf(object, name))
    .filter((field) => field !== undefined && !long.has(field.kind) && !isEmpty(record[field.name]))
    .slice(0, 3);
  return (
    <li className="todo">
      {task ? (
        <span className={`line__mark soft-${colour}`}>
          <Mark size={13} aria-hidden="true" />
        </span>
      ) : (
        <Avatar title={title} person={people.has(object.key)} size="large" />
      )}
      <div className="todo__main">
        <Link
          className="todo__title ellipsis"
          to="/$plural/$id"
          params={{ plural: object.plural, id: record.id }}
        >
          {title}
        </Link>
        <About about={record.about} />
        <span className={`todo__rest ${overdue(record) ? "todo__rest--late" : ""}`}>
          {shown.map(
            (field) => field && <Value key={field.name} field={field} value={record[field.name]} compact />,
          )}
        </span>
      </div>
      {number && (
        <a
          className="plain plain--icon"
          href={`tel:${number}`}
          title={number}
          aria-label={t("today.call", { title })}
        >
          <Phone size={15} aria-hidden="true" />
        </a>
      )}
      {may && (
        <PlainButton
          icon={<MessageSquarePlus size={15} aria-hidden="true" />}
          label={t(task ? "activity.complete" : "activity.log")}
          onClick={() => setLogging(true)}
        />
      )}
      <Suspense>
        {logging && (
          <QuickLog
            onClose={() => setLogging(false)}
            {...(task ? { activity: record } : { about: { object, record } })}
          />
        )}
      </Suspense>
    </li>
  );
}

/** One list of the day; its heading leads to all of it. */
export function TodaySection({ section, scope }: { section: Section; scope: string }) {
  const { t } = useTranslation();
  const object = useObject(section.object);
  if (!object) return null;
  const filter = readCriteria(section.filter) ?? undefined;
  const whose = scope === "all" ? undefined : scope;
  return (
    <section className="today__section">
      <h3>
        <Link
          className="today__label"
          to="/$plural"
          params={{ plural: object.plural }}
          search={{ filter, scope: whose }}
        >
          <Icon name={object.icon} size={15} />
          {section.label}
          <span className="muted num">{section.count}</span>
          <ChevronRight size={14} aria-hidden="true" />
        </Link>
      </h3>
      <ul>
        {section.items.map((record) => (
          <Row key={record.id} object={object} record={record} />
        ))}
      </ul>
      {section.count > section.items.length && (
        <Link
          className="today__more muted"
          to="/$plural"
          params={{ plural: object.plural }}
          search={{ filter, scope: whose }}
        >
          {t("record.all", { count: section.count })}
        </Link>
      )}
    </section>
  );
}
