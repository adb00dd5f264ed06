import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TimelineItem } from "@/api/types";
import { isEmpty, Value } from "@/fields/value";
import { clock, fullDate, fullDateTime, relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject } from "@/metadata/meta";
import { WithCalls } from "@/records/calling/with-calls";
import { plainText } from "@/ui/html";
import { Tag } from "@/ui/tag";
import type { Complaint } from "./complaints/requests";
import { lookOf } from "./kinds";
import "./activities.css";

const Visited = lazy(() => import("./visits/visited").then((module) => ({ default: module.Visited })));
const Remarks = lazy(() => import("./visits/remarks").then((module) => ({ default: module.Remarks })));
const complaint = () => import("./complaints/complaint");
const Standing = lazy(() => complaint().then((module) => ({ default: module.Standing })));
const Terms = lazy(() => complaint().then((module) => ({ default: module.Terms })));
const ComplaintSteps = lazy(() => complaint().then((module) => ({ default: module.ComplaintSteps })));
const QuickLog = lazy(() => import("./quick-log").then((module) => ({ default: module.QuickLog })));

/** A call, a visit, a task on the timeline: who, what, how it ended, what comes next. */
export function Happening({ item }: { item: TimelineItem }) {
  const { t } = useTranslation();
  const object = useObject("activity");
  const [completing, setCompleting] = useState(false);
  const activity = item.activity;
  if (!activity || !object) return null;
  const language = currentLanguage();
  const { Mark, colour } = lookOf(activity.kind);
  const kind = fieldOf(object, "kind");
  const label = kind?.choices?.find((choice) => choice.value === activity.kind)?.label ?? "";
  const body = plainText(String(activity.body ?? ""));
  const open = activity.done === false;
  const next = typeof activity.next_contact === "string" ? activity.next_contact : null;
  const outcome = fieldOf(object, "outcome");
  const solution = fieldOf(object, "solution");
  const attachments = fieldOf(object, "attachments");
  return (
    <>
      <span className={`line__mark soft-${colour}`}>
        <Mark size={13} aria-hidden="true" />
      </span>
      <div className="line__body">
        <p className="happening__head">
          <strong>{item.actor?.title}</strong>
          <span className="muted">{label}</span>
          <Link
            to="/$plural/$id"
            params={{ plural: object.plural, id: activity.id }}
            className="happening__subject"
          >
            <WithCalls text={String(activity.subject ?? "")} of={activity} />
          </Link>
          {activity.kind === "complaint" && (
            <Suspense>
              <Standing complaint={activity} />
            </Suspense>
          )}
          {open && activity.kind !== "complaint" && <Tag text={t("activity.open")} colour="blue" />}
          {outcome && !isEmpty(activity.outcome) && (
            <Value field={outcome} value={activity.outcome} compact />
          )}
          <time className="muted num" dateTime={item.at} title={fullDateTime(item.at, language)}>
            {clock(item.at, language)}
          </time>
        </p>
        {body && (
          <div className="line__card">
            <WithCalls text={body} of={activity} />
          </div>
        )}
        {solution && !isEmpty(activity.solution) && (
          <div className="line__card">
            <span className="muted">{solution.label}</span> {plainText(String(activity.solution))}
          </div>
        )}
        {attachments && !isEmpty(activity.attachments) && (
          <Value field={attachments} value={activity.attachments} />
        )}
        {next && (
          <p className="muted" title={fullDate(next, language)}>
            {t("activity.nextOn", { day: relativeDay(next, language) })}
          </p>
        )}
        <div className="happening__do">
          {activity.kind === "visit" && (
            <Suspense>
              <Visited visit={activity} />
            </Suspense>
          )}
          {open && activity.kind === "complaint" && (
            <Suspense>
              <Terms complaint={activity as Complaint} />
              <ComplaintSteps complaint={activity} />
            </Suspense>
          )}
          {open && object.rights.update && activity.kind !== "complaint" && (
            <Button onClick={() => setCompleting(true)}>{t("activity.complete")}</Button>
          )}
          {item.said && (
            <Suspense>
              <Remarks activity={activity} said={item.said} led={item.led ?? false} />
            </Suspense>
          )}
        </div>
        <Suspense>
          {completing && <QuickLog activity={activity} onClose={() => setCompleting(false)} />}
        </Suspense>
      </div>
    </>
  );
}
