import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { preferredLanguage, switchLanguage } from "@/lib/i18n";
import { Toasts } from "@/ui/toast";
import { Antd, readyAntd } from "./antd";
import { metaQuery, sessionQuery } from "./queries";
import { createClient } from "./query-client";
import { router } from "./router";
import { readySignedIn } from "./session-gate";

const client = createClient();

/** Fetches all that the first screen shows, at once, so that a slow phone draws it once. What fails is asked again. */
export async function prepare(texts: Promise<void>): Promise<void> {
  await Promise.allSettled([router.load(), readyAntd(preferredLanguage()), inside(texts)]);
}

async function inside(texts: Promise<void>): Promise<void> {
  const session = await client.fetchQuery({ ...sessionQuery, retry: false });
  if (!session.user) return;
  // Before the company begins nobody has chosen a language; beginning keeps that of the start screen.
  const language = session.setup.empty ? preferredLanguage() : session.user.language;
  if (language !== preferredLanguage()) {
    await texts;
    await switchLanguage(language);
  }
  await Promise.all([readySignedIn(), readyAntd(language), client.prefetchQuery(metaQuery(language))]);
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
