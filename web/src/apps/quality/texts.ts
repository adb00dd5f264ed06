import { registerTexts } from "@/lib/i18n";

/** Texts of data quality, loaded with the first of its screens. */
export const ready = registerTexts("quality", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
