import { registerTexts } from "@/lib/i18n";

/** Texts of looking companies up, loaded with their screen. */
export const ready = registerTexts("registry", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
