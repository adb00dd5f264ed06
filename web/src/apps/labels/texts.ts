import { registerTexts } from "@/lib/i18n";

/** Texts of tags and levels, loaded with the first of their screens. */
export const ready = registerTexts("labels", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
