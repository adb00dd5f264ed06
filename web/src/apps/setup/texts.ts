import { registerTexts } from "@/lib/i18n";

/** Texts of the first set-up, loaded with its screens. */
export const ready = registerTexts("setup", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
