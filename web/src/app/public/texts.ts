import { registerTexts } from "@/lib/i18n";

/** Texts of the pages seen before signing in, loaded with them. */
await registerTexts("auth", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
