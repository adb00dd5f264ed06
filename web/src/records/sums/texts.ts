import { registerTexts } from "@/lib/i18n";

/** Texts about amounts a sum is without, loaded when there are any. */
export const ready = registerTexts("sums", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
