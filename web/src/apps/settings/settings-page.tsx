import { Link, Outlet, useParams } from "@tanstack/react-router";
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, SettingsSection } from "@/api/types";
import { useMeta } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { Icon } from "@/ui/icon";
import { Waiting } from "@/ui/waiting";
import "./settings.css";

type Entry = { section: string; label: string; icon: string };

function Group({ label, entries }: { label: string; entries: Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <div className="settings__group">
      <h2 className="nav__label">{label}</h2>
      {entries.map(({ section, label: name, icon }) => (
        <Link
          key={section}
          to="/settings/$section"
          params={{ section }}
          className="nav__item"
          activeProps={{ className: "nav__item nav__item--on", "aria-current": "page" }}
        >
          <Icon name={icon} />
          <span className="ellipsis">{name}</span>
        </Link>
      ))}
    </div>
  );
}

const sections: SettingsSection[] = ["people", "model", "process", "mail", "business", "time", "other"];

/** Lists of the settings that stand in one part; what belongs to another object is reached from there. */
function inPart(objects: ObjectMeta[], part: SettingsSection): Entry[] {
  return objects
    .filter((object) => object.section === part && object.rights.read && object.columns.length > 0)
    .filter((object) => !object.key.startsWith("custom_"))
    .map((object) => ({ section: object.plural, label: object.label_plural, icon: object.icon }));
}

/** One's own account, and every object of the settings group as a list like any other. */
export function SettingsPage() {
  const { t } = useTranslation();
  const nav = useRef<HTMLElement>(null);
  const { section } = useParams({ strict: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another section is on then
  useEffect(() => {
    nav.current
      ?.querySelector("[aria-current=page]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [section]);
  const { objects } = useMeta();
  const { user, seen_by } = useSignedIn();
  // How somebody signs in stays his own while another looks as he does.
  const shown = seen_by
    ? (["profile", "notices"] as const)
    : (["profile", "notices", "sessions", "api-keys"] as const);
  const mine: Entry[] = shown.map((section) => ({
    section,
    label: t(`settings.${section}`),
    icon: { profile: "user", notices: "bell", sessions: "lock", "api-keys": "key" }[section],
  }));
  const defines = objects.some((object) => object.key === "custom_field" && object.rights.create);
  const parts = sections.map((part) => ({ part, entries: inPart(objects, part) }));
  if (defines)
    parts
      .find(({ part }) => part === "model")
      ?.entries.unshift({ section: "objects", label: t("settings.objects"), icon: "boxes" });
  const first = (part: SettingsSection, ...entries: Entry[]) =>
    parts.find((each) => each.part === part)?.entries.unshift(...entries);
  if (user.admin) {
    first("people", { section: "setup", label: t("settings.setup"), icon: "list-checks" });
    parts[0]?.entries.push({ section: "sign-in", label: t("settings.sign-in"), icon: "key" });
    parts
      .find(({ part }) => part === "business")
      ?.entries.push({
        section: "business-registry",
        label: t("settings.business-registry"),
        icon: "building",
      });
    first("model", { section: "modules", label: t("settings.modules"), icon: "layers" });
  }
  const system: Entry[] = user.admin
    ? [
        { section: "log", label: t("settings.log"), icon: "history" },
        { section: "jobs", label: t("settings.jobs"), icon: "activity" },
        { section: "configuration", label: t("settings.configuration"), icon: "arrow-left-right" },
        { section: "backups", label: t("settings.backups"), icon: "archive" },
        { section: "reading-use", label: t("settings.readingUse"), icon: "gauge" },
        { section: "departures", label: t("settings.departures"), icon: "download" },
      ]
    : [];
  return (
    <div className="settings">
      <nav ref={nav} className="settings__nav" aria-label={t("app.settings")}>
        <Group label={t("app.account")} entries={mine} />
        {parts.map(({ part, entries }) => (
          <Group key={part} label={t(`settings.parts.${part}`)} entries={entries} />
        ))}
        <Group label={t("settings.system")} entries={system} />
      </nav>
      <div className="settings__page">
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
