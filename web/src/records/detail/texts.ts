import { registerTexts } from "@/lib/i18n";

/** Words for what happens seldom, loaded with a record's history. */
await registerTexts("happened", {
  zh: () => import("./locales/zh.json"),
  en: () => import("./locales/en.json"),
});
