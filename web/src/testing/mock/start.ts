import { currentLanguage } from "@/lib/i18n";
import { answer } from "./server";
import type { Reply } from "./state";

/** Puts the mock between the app and the network: every /api call is answered in the browser. */
export async function startMock(): Promise<void> {
  const real = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = new URL(String(input instanceof Request ? input.url : input), location.origin);
    if (!url.pathname.startsWith("/api/v1")) return real(input, init);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const body = typeof init?.body === "string" ? JSON.parse(init.body) : {};
    const reply: Reply = answer(
      init?.method ?? "GET",
      url.pathname.slice(7),
      url.searchParams,
      body,
      currentLanguage(),
    );
    return new Response(reply.status === 204 ? null : JSON.stringify(reply.body), {
      status: reply.status,
      headers: { "Content-Type": "application/json" },
    });
  };
}
