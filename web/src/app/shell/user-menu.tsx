import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Dropdown, type MenuProps } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { checklistKey, putAway } from "@/apps/setup/requests";
import { languages } from "@/lib/language";
import { useChooseTaste } from "@/metadata/own-taste";
import { useSignedIn } from "@/metadata/session";
import { type Taste, useTaste } from "@/ui/taste";
import { useSignOut } from "./account";
import { show } from "./overlays";

const tastes: Taste[] = ["light", "dark", "system"];

type Props = { open: boolean; onOpen: (open: boolean) => void; onGo?: () => void; children: ReactElement };

/** The menu behind the company's name; fetched when first pointed at. */
export function UserMenu({ open, onOpen, onGo, children }: Props) {
  const { t, i18n } = useTranslation();
  const { user } = useSignedIn();
  const leave = useSignOut();
  const navigate = useNavigate();
  const taste = useTaste();
  const choose = useChooseTaste();
  const client = useQueryClient();
  const bringBack = async () => {
    client.setQueryData(checklistKey, await putAway("checklist", false));
    await navigate({ to: "/today" });
    onGo?.();
  };
  const tour = async () => {
    await navigate({ to: "/today" });
    onGo?.();
    show("tour");
  };
  const items: MenuProps["items"] = [
    {
      key: "account",
      label: `${user.name} · ${user.email}`,
      onClick: () => void navigate({ to: "/settings" }),
    },
    { type: "divider" },
    {
      key: "theme",
      label: t("app.theme"),
      children: tastes.map((value) => ({
        key: value,
        label: t(`app.theme_${value}`),
        onClick: () => void choose({ theme: value }),
      })),
    },
    {
      key: "language",
      label: t("app.language"),
      children: languages.map((value) => ({
        key: value,
        label: t(`language.${value}`),
        onClick: () => void choose({ language: value }),
      })),
    },
    { key: "first", label: t("app.firstSteps"), onClick: () => void bringBack() },
    { key: "tour", label: t("app.tour"), onClick: () => void tour() },
    { key: "help", label: t("app.help"), extra: "?", onClick: () => show("help") },
    { type: "divider" },
    { key: "leave", label: t("app.signOut"), onClick: () => void leave() },
  ];
  return (
    <Dropdown
      open={open}
      onOpenChange={onOpen}
      menu={{ items, selectedKeys: [taste, i18n.language] }}
      trigger={["click"]}
      placement="bottomLeft"
    >
      {children}
    </Dropdown>
  );
}
