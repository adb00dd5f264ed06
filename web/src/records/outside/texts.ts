import { registerTexts } from "@/lib/i18n";

/** Texts about the numbers other systems know a record by, loaded with them. */
export const ready = registerTexts("outside", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
