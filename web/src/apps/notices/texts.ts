import { registerTexts } from "@/lib/i18n";

/** Texts of notices and comments, loaded with them. */
await registerTexts("notices", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
