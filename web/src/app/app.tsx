import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { preferredLanguage } from "@/lib/i18n";
import { Toasts } from "@/ui/toast";
import { Antd } from "./antd";
import { metaQuery, sessionQuery } from "./queries";
import { createClient } from "./query-client";
import { router } from "./router";

const client = createClient();

/** Asks who is there, and then for what he sees, while texts and screens still load. What fails is asked again. */
export async function askAhead(): Promise<void> {
  const session = await client.fetchQuery({ ...sessionQuery, retry: false });
  if (!session.user) return;
  void import("./signed-in");
  await client.prefetchQuery(metaQuery(preferredLanguage()));
}

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Antd>
        <RouterProvider router={router} />
        <Toasts />
      </Antd>
    </QueryClientProvider>
  );
}
