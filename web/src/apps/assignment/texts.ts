import { registerTexts } from "@/lib/i18n";

/** Texts of assignment rules, loaded with the first of their screens. */
export const ready = registerTexts("assignment", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
