import { registerTexts } from "@/lib/i18n";

/** Texts of the screen of layouts, loaded with it. */
export const ready = registerTexts("layouts", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
