import { registerTexts } from "@/lib/i18n";

/** Texts of the work calendar, loaded with its screen. */
export const ready = registerTexts("worktime", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
