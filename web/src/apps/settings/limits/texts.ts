import { registerTexts } from "@/lib/i18n";

/** Texts of the screen of reading limits, loaded with it. */
export const ready = registerTexts("limits", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
