import { registerTexts } from "@/lib/i18n";

/** Texts of the tiles, loaded with them. */
export const ready = registerTexts("tiles", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
