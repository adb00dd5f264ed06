import { registerTexts } from "@/lib/i18n";

/** Texts of registrations and collisions, loaded with the first of their screens. */
export const ready = registerTexts("collisions", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
