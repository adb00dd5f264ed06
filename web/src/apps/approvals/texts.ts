import { registerTexts } from "@/lib/i18n";

/** Texts of approvals, loaded with the first of its screens. */
export const ready = registerTexts("approvals", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
