import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  redirect,
} from "@tanstack/react-router";
import { readListState } from "@/lib/list-state";
import { Waiting } from "@/ui/waiting";
import { NotFound } from "./errors/not-found";
import { RouteError } from "./errors/route-error";
import { SessionGate } from "./session-gate";

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const root = createRootRoute({ notFoundComponent: NotFound });

const publicRoute = createRoute({ getParentRoute: () => root, id: "public" });
const signIn = createRoute({
  getParentRoute: () => publicRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } => ({ to: text(search.to) }),
  component: lazyRouteComponent(() => import("./public/sign-in"), "SignIn"),
});
const provider = createRoute({
  getParentRoute: () => publicRoute,
  path: "/sign-in/provider",
  component: lazyRouteComponent(() => import("./public/provider-back"), "ProviderBack"),
});
const start = createRoute({
  getParentRoute: () => publicRoute,
  path: "/start",
  component: lazyRouteComponent(() => import("./public/start"), "Start"),
});
const invitation = createRoute({
  getParentRoute: () => publicRoute,
  path: "/invitations/$token",
  component: lazyRouteComponent(() => import("./public/invitation"), "Invitation"),
});
const invite = createRoute({
  getParentRoute: () => publicRoute,
  path: "/invite/$token",
  component: () => {
    const { token } = invite.useParams();
    return <Navigate to="/invitations/$token" params={{ token }} replace />;
  },
});

const docs = createRoute({
  getParentRoute: () => publicRoute,
  path: "/api/docs",
  component: lazyRouteComponent(() => import("@/apps/docs/docs-page"), "DocsPage"),
});

const inside = createRoute({ getParentRoute: () => root, id: "inside", component: SessionGate });
const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/today", replace: true });
  },
});
const today = createRoute({
  getParentRoute: () => inside,
  path: "/today",
  validateSearch: (search: Record<string, unknown>): { scope?: string } => ({ scope: text(search.scope) }),
  component: lazyRouteComponent(() => import("@/apps/activities/today-page"), "TodayPage"),
});
const notices = createRoute({
  getParentRoute: () => inside,
  path: "/notices",
  validateSearch: (search: Record<string, unknown>): { show?: string } => ({
    show: search.show === "all" ? "all" : undefined,
  }),
  component: lazyRouteComponent(() => import("@/apps/notices/notices-page"), "NoticesPage"),
});
const imports = createRoute({
  getParentRoute: () => inside,
  path: "/import",
  component: lazyRouteComponent(() => import("@/apps/import/import-page"), "ImportPage"),
});
const importOne = createRoute({
  getParentRoute: () => inside,
  path: "/import/$id",
  component: lazyRouteComponent(() => import("@/apps/import/import-page"), "ImportPage"),
});
const approvals = createRoute({
  getParentRoute: () => inside,
  path: "/approvals",
  component: lazyRouteComponent(() => import("@/apps/approvals/approvals-page"), "ApprovalsPage"),
});
const approvalOne = createRoute({
  getParentRoute: () => inside,
  path: "/approvals/$id",
  component: lazyRouteComponent(() => import("@/apps/approvals/approvals-page"), "ApprovalsPage"),
});
const handovers = createRoute({
  getParentRoute: () => inside,
  path: "/handovers",
  component: lazyRouteComponent(() => import("@/apps/handover/handovers-page"), "HandoversPage"),
});
const handoverOne = createRoute({
  getParentRoute: () => inside,
  path: "/handovers/$id",
  component: lazyRouteComponent(() => import("@/apps/handover/handover-page"), "HandoverPage"),
});
const briefing = createRoute({
  getParentRoute: () => inside,
  path: "/briefings/$id",
  component: lazyRouteComponent(() => import("@/apps/handover/briefing-page"), "BriefingPage"),
});
const pools = createRoute({
  getParentRoute: () => inside,
  path: "/public-pools",
  component: lazyRouteComponent(() => import("@/apps/pools/pools-page"), "PoolsPage"),
});
const collisions = createRoute({
  getParentRoute: () => inside,
  path: "/collision-cases",
  component: lazyRouteComponent(() => import("@/apps/collisions/cases-page"), "CasesPage"),
});
const collisionOne = createRoute({
  getParentRoute: () => inside,
  path: "/collision-cases/$id",
  component: lazyRouteComponent(() => import("@/apps/collisions/case-page"), "CasePage"),
});
const quality = createRoute({
  getParentRoute: () => inside,
  path: "/quality",
  component: lazyRouteComponent(() => import("@/apps/quality/quality-page"), "QualityPage"),
});
const qualityTab = createRoute({
  getParentRoute: () => inside,
  path: "/quality/$tab",
  component: lazyRouteComponent(() => import("@/apps/quality/quality-page"), "QualityPage"),
});
const correction = createRoute({
  getParentRoute: () => inside,
  path: "/corrections/$id",
  beforeLoad: () => {
    throw redirect({ to: "/quality/$tab", params: { tab: "corrections" } });
  },
});
const cards = createRoute({
  getParentRoute: () => inside,
  path: "/cards",
  validateSearch: (search: Record<string, unknown>): { account?: string } => ({
    account: text(search.account),
  }),
  component: lazyRouteComponent(() => import("@/apps/cards/cards-page"), "CardsPage"),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/apps/settings/settings-page"), "SettingsPage"),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: "/",
  component: lazyRouteComponent(() => import("@/apps/settings/profile"), "Profile"),
});
const settingsSection = createRoute({
  getParentRoute: () => settings,
  path: "/$section",
  validateSearch: readListState,
  component: lazyRouteComponent(() => import("@/apps/settings/section"), "Section"),
});
const settingsOne = createRoute({
  getParentRoute: () => settings,
  path: "/$section/$id",
  component: lazyRouteComponent(() => import("@/apps/settings/section"), "Section"),
});
const list = createRoute({
  getParentRoute: () => inside,
  path: "/$plural",
  validateSearch: readListState,
  component: lazyRouteComponent(() => import("@/records/list/list-page"), "ListPage"),
});
const record = createRoute({
  getParentRoute: () => inside,
  path: "/$plural/$id",
  // `of` and `words` narrow its timeline (not `q`, which what is typed in a list may still bring along); `edit` opens a field.
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: string; of?: string; words?: string; edit?: string } => ({
    tab: text(search.tab),
    of: text(search.of),
    words: text(search.words),
    edit: text(search.edit),
  }),
  component: lazyRouteComponent(() => import("@/records/detail/record-page"), "RecordPage"),
});
const merge = createRoute({
  getParentRoute: () => inside,
  path: "/$plural/$id/merge",
  validateSearch: (search: Record<string, unknown>): { with?: string } => ({ with: text(search.with) }),
  component: lazyRouteComponent(() => import("@/records/merge/merge-page"), "MergePage"),
});

const tree = root.addChildren([
  publicRoute.addChildren([signIn, provider, start, invitation, invite, docs]),
  inside.addChildren([
    home,
    today,
    notices,
    imports,
    approvals,
    approvalOne,
    handovers,
    handoverOne,
    briefing,
    pools,
    collisions,
    collisionOne,
    quality,
    qualityTab,
    correction,
    cards,
    importOne,
    settings.addChildren([settingsHome, settingsSection, settingsOne]),
    list,
    record,
    merge,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  defaultPendingComponent: Waiting,
  defaultPendingMs: 300,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
