import { createRoot } from "react-dom/client";
import "@/ui/tokens.css";
import "@/ui/ui.css";
import { App, askAhead } from "@/app/app";
import { startTexts } from "@/lib/i18n";
import { nonceStyles } from "@/ui/style-nonce";
import { startTaste } from "@/ui/taste";

async function start(): Promise<void> {
  nonceStyles(document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content);
  startTaste();
  if (__MOCK__) await (await import("@/testing/mock/start")).startMock();
  void askAhead().catch(() => undefined);
  await startTexts();
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<App />);
}

window.addEventListener("vite:preloadError", () => {
  if (!navigator.onLine) return;
  const last = Number(sessionStorage.getItem("haoke.reloaded") ?? 0);
  if (Date.now() - last < 30_000) return;
  sessionStorage.setItem("haoke.reloaded", String(Date.now()));
  location.reload();
});

// Without a trusted certificate browsers refuse this; Haoke then simply needs the network.
if (import.meta.env.PROD && "serviceWorker" in navigator)
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);

void start();
