import { registerTexts } from "@/lib/i18n";

/** Texts of follow-up mails, loaded with the first of their screens. */
export const ready = registerTexts("follow", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
