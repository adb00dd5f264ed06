import { registerTexts } from "@/lib/i18n";

/** Texts of the API page, loaded with it. */
await registerTexts("docs", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
