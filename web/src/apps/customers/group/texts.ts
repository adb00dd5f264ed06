import { registerTexts } from "@/lib/i18n";

/** Texts of groups, loaded with the tab. */
export const ready = registerTexts("group", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
