import { registerTexts } from "@/lib/i18n";

export const ready = registerTexts("complaints", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
await ready;
