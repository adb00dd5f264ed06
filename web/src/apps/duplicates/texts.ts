import { registerTexts } from "@/lib/i18n";

/** Texts of duplicates, loaded with the first of their screens. */
export const ready = registerTexts("duplicates", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
