import { useParams } from "@tanstack/react-router";
import { lazy } from "react";
import { ObjectList } from "@/records/list/list-page";
import { useLater } from "@/records/use-later";
import { ApiKeys } from "./api-keys";
import { Backups } from "./backups";
import { Profile } from "./profile";
import { Sessions } from "./sessions";
import { Told } from "./told";

const OwnPage = lazy(() => import("./own/own-page").then((module) => ({ default: module.OwnPage })));
const LayoutsPage = lazy(() =>
  import("./layouts/texts")
    .then((texts) => texts.ready)
    .then(() => import("./layouts/layouts-page"))
    .then((module) => ({ default: module.LayoutsPage })),
);
const RulesPage = lazy(() =>
  import("./rules/texts")
    .then((texts) => texts.ready)
    .then(() => import("./rules/rules-page"))
    .then((module) => ({ default: module.RulesPage })),
);
const CalendarPage = lazy(() =>
  import("./calendar/texts")
    .then((texts) => texts.ready)
    .then(() => import("./calendar/calendar-page"))
    .then((module) => ({ default: module.CalendarPage })),
);
const ReadingUse = lazy(() =>
  import("./limits/texts")
    .then((texts) => texts.ready)
    .then(() => import("./limits/reading-use"))
    .then((module) => ({ default: module.ReadingUse })),
);
const Departures = lazy(() =>
  import("./limits/texts")
    .then((texts) => texts.ready)
    .then(() => import("./limits/departures"))
    .then((module) => ({ default: module.Departures })),
);

const own = {
  profile: Profile,
  sessions: Sessions,
  notices: Told,
  "api-keys": ApiKeys,
  backups: Backups,
  "field-rules": RulesPage,
  objects: OwnPage,
  layouts: LayoutsPage,
  "reading-use": ReadingUse,
  departures: Departures,
  "work-calendars": CalendarPage,
};

export function Section() {
  const { section = "" } = useParams({ strict: false });
  const { sections } = useLater();
  const Own = sections?.[section] ?? own[section as keyof typeof own];
  return Own ? <Own /> : <ObjectList key={section} plural={section} />;
}
