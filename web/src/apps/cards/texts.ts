import { registerTexts } from "@/lib/i18n";

/** Texts of business cards, loaded with their screen. */
export const ready = registerTexts("cards", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
