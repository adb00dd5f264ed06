import { Command } from "cmdk";
import { Keyboard, Languages, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { languages } from "@/lib/language";
import { useChooseTaste } from "@/metadata/own-taste";
import { useTaste } from "@/ui/taste";
import { useSignOut } from "./account";
import { show } from "./overlays";

const marks = { light: Sun, dark: Moon, system: Monitor };

export function AppCommands({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const taste = useTaste();
  const choose = useChooseTaste();
  const leave = useSignOut();
  const run = (work: () => unknown) => () => {
    close();
    void work();
  };
  return (
    <Command.Group heading={t("palette.app")}>
      {(["light", "dark", "system"] as const)
        .filter((value) => value !== taste)
        .map((value) => {
          const Mark = marks[value];
          const theme = t(`app.theme_${value}`);
          return (
            <Command.Item
              key={value}
              value={`theme ${value} ${theme}`}
              keywords={[t("palette.switchTheme", { theme })]}
              onSelect={run(() => choose({ theme: value }))}
            >
              <Mark size={15} />
              {t("palette.switchTheme", { theme })}
            </Command.Item>
          );
        })}
      {languages
        .filter((language) => language !== i18n.language)
        .map((language) => (
          <Command.Item
            key={language}
            value={`language ${language}`}
            onSelect={run(() => choose({ language }))}
            keywords={[
              t("app.language"),
              t("palette.switchLanguage", { language: t(`language.${language}`) }),
            ]}
          >
            <Languages size={15} />
            {t("palette.switchLanguage", { language: t(`language.${language}`) })}
          </Command.Item>
        ))}
      <Command.Item value={`help ${t("app.help")}`} onSelect={run(() => show("help"))}>
        <Keyboard size={15} />
        {t("app.help")}
      </Command.Item>
      <Command.Item value={`sign out ${t("app.signOut")}`} onSelect={run(leave)}>
        <LogOut size={15} />
        {t("app.signOut")}
      </Command.Item>
    </Command.Group>
  );
}
