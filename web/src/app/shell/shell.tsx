import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApprovalHost } from "@/apps/approvals/host";
import { DuplicatesHost } from "@/apps/duplicates/host";
import { ConflictHost } from "@/records/conflict-host";
import { CreateHost } from "@/records/form/create-host";
import { AskHost } from "@/ui/ask-host";
import "@/ui/last-focus";
import { useSignedIn } from "@/metadata/session";
import { useExtensions } from "@/records/extensions";
import { useShortcuts } from "@/ui/shortcuts";
import { usePhone } from "@/ui/use-media";
import { Waiting } from "@/ui/waiting";
import { BottomBar } from "./bottom-bar";
import { Nav } from "./nav";
import { OfflineBar } from "./offline-bar";
import { openPalette, show, useOverlay } from "./overlays";
import { StepUpHost } from "./step-up-host";
import { usePlaces } from "./use-places";
import "./shell.css";

const DemoNote = lazy(() => import("./demo-note").then((module) => ({ default: module.DemoNote })));
const Palette = lazy(() => import("./palette").then((module) => ({ default: module.Palette })));
const NavDrawer = lazy(() => import("./nav-drawer").then((module) => ({ default: module.NavDrawer })));
const Reminders = lazy(() =>
  import("@/apps/activities/reminders").then((module) => ({ default: module.Reminders })),
);
const Tour = lazy(() =>
  import("@/apps/setup/texts")
    .then((texts) => texts.ready)
    .then(() => import("@/apps/setup/touring"))
    .then((module) => ({ default: module.Touring })),
);
const Help = lazy(() => import("./help").then((module) => ({ default: module.Help })));

function useGlobalKeys(): void {
  const navigate = useNavigate();
  const { all } = usePlaces();
  const going = all
    .filter((place) => place.letter)
    .map((place) => [`g ${place.letter}`, () => void navigate({ to: place.to })] as const);
  useShortcuts({ ...Object.fromEntries(going), "mod+k": openPalette, "?": () => show("help") });
}

/** The frame around every signed-in page. */
export function Shell() {
  const { t } = useTranslation();
  const phone = usePhone();
  const [menu, setMenu] = useState(false);
  const overlay = useOverlay();
  const { seen_by, company } = useSignedIn();
  const { Seen } = useExtensions();
  useGlobalKeys();
  return (
    <div className="shell">
      {!phone && (
        <aside className="shell__side" aria-label={t("app.menu")}>
          <Nav />
          <Suspense>{company.demo && <DemoNote />}</Suspense>
        </aside>
      )}
      <div className="shell__page">
        <OfflineBar />
        <Suspense>{Seen && seen_by && <Seen />}</Suspense>
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </div>
      {phone && <BottomBar onMenu={() => setMenu(true)} />}
      <Suspense>
        {menu && phone && <NavDrawer onClose={() => setMenu(false)} />}
        {overlay === "palette" && <Palette />}
        {overlay === "help" && <Help />}
        {overlay === "tour" && <Tour onClose={() => show(null)} />}
      </Suspense>
      <Suspense>
        <Reminders />
      </Suspense>
      <CreateHost />
      <AskHost />
      <ConflictHost />
      <ApprovalHost />
      <DuplicatesHost />
      <StepUpHost />
    </div>
  );
}
