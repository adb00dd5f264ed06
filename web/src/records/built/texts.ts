import { registerTexts } from "@/lib/i18n";

/** Texts of what is built rather than typed, loaded with the first such field. */
export const ready = registerTexts("built", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
