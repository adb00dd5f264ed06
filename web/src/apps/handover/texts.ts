import { registerTexts } from "@/lib/i18n";

/** Texts of handing over, loaded with the first of its screens. */
export const ready = registerTexts("handover", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
