import { registerTexts } from "@/lib/i18n";

/** Texts of calling somebody in a text, loaded with the first box one does it in. */
await registerTexts("calling", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
