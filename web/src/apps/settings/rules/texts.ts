import { registerTexts } from "@/lib/i18n";

/** Texts of the screen of rules, loaded with it. */
export const ready = registerTexts("rules", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
