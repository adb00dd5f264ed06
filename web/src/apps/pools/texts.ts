import { registerTexts } from "@/lib/i18n";

/** Texts of ownership and pools, loaded with the first of their screens. */
export const ready = registerTexts("pools", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
