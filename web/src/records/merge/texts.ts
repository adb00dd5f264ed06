import { registerTexts } from "@/lib/i18n";

/** Texts about making one record of two, loaded with that screen. */
export const ready = registerTexts("merge", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
