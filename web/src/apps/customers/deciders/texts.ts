import { registerTexts } from "@/lib/i18n";

/** Texts of who decides, loaded with the tab. */
export const ready = registerTexts("deciders", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
