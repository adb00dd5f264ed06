import { registerTexts } from "@/lib/i18n";

/** Texts of consent, requests of persons and the register, loaded with the first of their screens. */
export const ready = registerTexts("privacy", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
