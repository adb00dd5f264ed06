import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import type { SignedIn } from "@/api/types";
import { createClient } from "@/app/query-client";
import { readListState } from "@/lib/list-state";
import { indexMeta, MetaProvider } from "@/metadata/meta";
import { SessionProvider } from "@/metadata/session";
import { metaIn } from "./mock/meta";
import { startMock } from "./mock/start";

export const signedIn: SignedIn = {
  user: {
    id: "u0",
    name: "赵一鸣",
    email: "admin@example.com",
    language: "en",
    department: null,
    roles: [],
    admin: true,
    is_manager: true,
  },
  company: { name: "Acme", currency: "CNY", demo: false },
  setup: { demo: false, empty: false },
  csrf: "x",
  teams: [],
};

export const meta = indexMeta(metaIn("en"));

/** Renders inside the app's providers, against the mock, at an address; answers the router too. */
export async function renderInApp(node: ReactNode, at = "/accounts") {
  await startMock();
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: "/$plural",
    validateSearch: readListState,
    component: () => node,
  });
  const one = createRoute({ getParentRoute: () => root, path: "/$plural/$id", component: () => node });
  const router = createRouter({
    routeTree: root.addChildren([page, one]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  const view = render(
    <QueryClientProvider client={createClient()}>
      <SessionProvider session={signedIn}>
        <MetaProvider value={meta}>
          <RouterProvider router={router as never} />
        </MetaProvider>
      </SessionProvider>
    </QueryClientProvider>,
  );
  return { ...view, router };
}
