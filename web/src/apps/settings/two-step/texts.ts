import { registerTexts } from "@/lib/i18n";

/** Texts of two-step sign-in and of proving oneself again, loaded with their screens. */
export const ready = registerTexts("twoStep", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
