import { Link, Navigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMeta } from "@/metadata/meta";
import { Waiting } from "@/ui/waiting";
import { ready } from "./texts";
import "./quality.css";

await ready;

const pages = {
  board: lazy(() => import("./board").then((module) => ({ default: module.Board }))),
  duplicates: lazy(() => import("./duplicates").then((module) => ({ default: module.Duplicates }))),
  cleaning: lazy(() => import("./cleaning").then((module) => ({ default: module.Cleaning }))),
  corrections: lazy(() => import("./corrections").then((module) => ({ default: module.Corrections }))),
  requests: lazy(() => import("./asked").then((module) => ({ default: module.Asked }))),
};
type Tab = keyof typeof pages;
const isTab = (name: string): name is Tab => name in pages;

/** How good the data is and what to do about it: one page, a tab for each task. */
export function QualityPage() {
  const { t } = useTranslation("quality");
  const { tab = "" } = useParams({ strict: false });
  const { objects } = useMeta();
  const may: Partial<Record<Tab, boolean>> = {
    duplicates: objects.some((object) => object.rights.merge),
    cleaning: objects.some((object) => object.rights.update),
  };
  const tabs = (Object.keys(pages) as Tab[]).filter((name) => may[name] ?? true);
  const first = tabs[0] ?? "board";
  if (!isTab(tab) || !tabs.includes(tab))
    return <Navigate to="/quality/$tab" params={{ tab: first }} replace />;
  const Page = pages[tab];
  return (
    <main className="card">
      <header className="head">
        <h1>{t("quality")}</h1>
      </header>
      <nav className="quality-tabs" aria-label={t("quality")}>
        {tabs.map((name) => (
          <Link
            key={name}
            to="/quality/$tab"
            params={{ tab: name }}
            className="quality-tabs__tab"
            activeProps={{ "aria-current": "page" }}
          >
            {t(`tab.${name}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    </main>
  );
}
