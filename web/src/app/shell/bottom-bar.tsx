import { Link } from "@tanstack/react-router";
import { Menu, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { UnreadCount } from "@/apps/notices/unread";
import { Icon } from "@/ui/icon";
import { openPalette } from "./overlays";
import { type Place, usePlaces } from "./use-places";

/** Phone: today, the object everything hangs on, the one that moves through stages; within reach of the thumb. */
export function BottomBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  const { all } = usePlaces();
  const board = all.find((place) => place.object?.board_action) ?? all.find((place) => place.object?.board);
  const ties = (place: Place) => place.object?.related.length ?? -1;
  const [centre] = all.filter((place) => place !== board).sort((a, b) => ties(b) - ties(a));
  const shown = [all[0], centre, board].filter((place) => place !== undefined);
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
        <UnreadCount />
      </button>
    </nav>
  );
}
