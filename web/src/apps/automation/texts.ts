import { registerTexts } from "@/lib/i18n";

/** Texts of automation, loaded with the first of its screens. */
export const ready = registerTexts("automation", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
