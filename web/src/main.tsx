import { createRoot } from "react-dom/client";
import "@/ui/tokens.css";
import "@/ui/ui.css";
import { App, prepare } from "@/app/app";
import { meetNewVersion, watchTyping } from "@/app/new-version";
import { startTexts } from "@/lib/i18n";
import { nonceStyles } from "@/ui/style-nonce";
import { startTaste } from "@/ui/taste";

/** Milliseconds a blank page may wait for what it will show; after them it is drawn bit by bit. */
const patience = 3_000;
/** Milliseconds after which the page stands and may do what nobody waits for. */
const afterwards = 1_000;

async function start(): Promise<void> {
  nonceStyles(document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content);
  startTaste();
  if (__MOCK__) await (await import("@/testing/mock/start")).startMock();
  const texts = startTexts();
  const prepared = prepare(texts);
  await texts;
  await Promise.race([prepared, new Promise((done) => setTimeout(done, patience))]);
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<App />);
  setTimeout(() => void keep().catch(() => undefined), afterwards);
}

watchTyping();
window.addEventListener("vite:preloadError", () => meetNewVersion());

/** Keeps what this page has loaded for a time without a network; browsers refuse without a trusted certificate. */
async function keep(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const kept = navigator.serviceWorker.controller !== null;
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  if (kept || !active) return;
  // What was on its way before the worker saw to this page went past it, and may arrive after it does.
  const past = (entry: PerformanceEntry) => (entry as PerformanceResourceTiming).workerStart === 0;
  const tell = (entries: PerformanceEntryList) => {
    const paths = entries.filter(past).map((entry) => new URL(entry.name).pathname);
    const ours = paths.filter((path) => path.startsWith("/assets/"));
    if (ours.length > 0) active.postMessage(ours);
  };
  new PerformanceObserver((list) => tell(list.getEntries())).observe({ type: "resource", buffered: true });
}

void start();
