import { ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import english from "antd/es/locale/en_US";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Language, toLanguage } from "@/lib/language";
import { useShade } from "@/ui/taste";
import { themeFor } from "@/ui/theme";

const locales: Record<Language, () => Promise<Locale>> = {
  zh: async () => {
    const [locale] = await Promise.all([import("antd/es/locale/zh_CN"), import("dayjs/locale/zh-cn")]);
    (await import("dayjs")).default.locale("zh-cn");
    return locale.default;
  },
  en: async () => {
    (await import("dayjs")).default.locale("en");
    return english;
  },
};

const ready = new Map<Language, Locale>();

/** Has a language's words for controls there before they are drawn. */
export async function readyAntd(language: Language): Promise<void> {
  ready.set(language, await locales[language]());
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;

/** antd with our look, our language and the page's style nonce. */
export function Antd({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const language = toLanguage(i18n.language);
  // Never none: with the first one antd would draw everything anew, under what somebody types.
  const [locale, setLocale] = useState(() => ready.get(language) ?? english);
  const shade = useShade();
  useEffect(() => {
    let current = true;
    void locales[language]().then((found) => current && setLocale(found));
    return () => {
      current = false;
    };
  }, [language]);
  return (
    <ConfigProvider
      csp={nonce ? { nonce } : undefined}
      theme={themeFor(shade)}
      locale={locale}
      componentSize="small"
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      {children}
    </ConfigProvider>
  );
}
