import { Link } from "@tanstack/react-router";
import { Menu, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/icon";
import { openPalette } from "./overlays";
import { usePlaces } from "./use-places";

/** Phone: the places used most, within reach of the thumb. */
export function BottomBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  const { all } = usePlaces();
  const board = all.find((place) => place.object?.board);
  const first = all.find((place) => place.object && place !== board);
  const shown = [all[0], first, board].filter((place) => place !== undefined);
  return (
    <nav className="bottom" aria-label={t("app.nav")}>
      {shown.map((place) => (
        <Link key={place.id} to={place.to} className="bottom__item" activeProps={{ "aria-current": "page" }}>
          <Icon name={place.icon} size={19} />
          <span>{place.label}</span>
        </Link>
      ))}
      <button type="button" className="bottom__item" onClick={openPalette}>
        <Search size={19} strokeWidth={1.8} aria-hidden="true" />
        <span>{t("app.searchShort")}</span>
      </button>
      <button type="button" className="bottom__item" onClick={onMenu}>
        <Menu size={19} strokeWidth={1.8} aria-hidden="true" />
        <span>{t("app.menu")}</span>
      </button>
    </nav>
  );
}
