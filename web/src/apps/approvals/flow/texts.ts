import { registerTexts } from "@/lib/i18n";

/** Texts of how processes are made, loaded with that screen. */
export const ready = registerTexts("flow", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
