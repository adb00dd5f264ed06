import { registerTexts } from "@/lib/i18n";

/** Texts of mail, loaded with the first of its screens. */
export const ready = registerTexts("mail", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
