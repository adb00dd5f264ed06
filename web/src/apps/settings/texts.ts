import { registerTexts } from "@/lib/i18n";

/** Texts of how one is told, loaded with that page. */
await registerTexts("told", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
