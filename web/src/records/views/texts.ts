import { registerTexts } from "@/lib/i18n";

/** Texts about following a view, loaded with what says them. */
export const ready = registerTexts("following", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
