import { registerTexts } from "@/lib/i18n";

/** Texts of the import screens, loaded with them. */
export const ready = registerTexts("import", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
