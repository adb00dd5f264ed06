import { registerTexts } from "@/lib/i18n";

/** Texts of the screens for objects and fields of one's own, loaded with them. */
export const ready = registerTexts("own", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
