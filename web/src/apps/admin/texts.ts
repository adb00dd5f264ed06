import { registerTexts } from "@/lib/i18n";

/** Texts of the administrators' screens, loaded with them. */
export const ready = registerTexts("admin", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
