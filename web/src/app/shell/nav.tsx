import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { CollisionCount, UnreadCount, WaitingCount } from "@/apps/notices/unread";
import { Icon } from "@/ui/icon";
import { CompanyButton } from "./company-button";
import { openPalette } from "./overlays";
import { type Place, usePlaces } from "./use-places";
import "./shell.css";

export const modKey = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘" : "Ctrl ";

function NavLink({ place, onGo }: { place: Place; onGo?: () => void }) {
  return (
    <Link
      to={place.to}
      className="nav__item"
      activeProps={{ className: "nav__item nav__item--on", "aria-current": "page" }}
      onClick={onGo}
    >
      <Icon name={place.icon} />
      <span className="ellipsis">{place.label}</span>
      {place.id === "notices" && <UnreadCount />}
      {place.id === "approvals" && <WaitingCount />}
      {place.id === "collisions" && <CollisionCount />}
    </Link>
  );
}

/** The navigation, built from what this person may read. */
export function Nav({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation();
  const { groups } = usePlaces();
  return (
    <div className="nav">
      <CompanyButton onGo={onGo} />
      <button type="button" className="nav__search" onClick={openPalette}>
        <Search size={15} strokeWidth={1.8} aria-hidden="true" />
        <span className="ellipsis grow">{t("app.search")}</span>
        <kbd className="kbd">{modKey}K</kbd>
      </button>
      <nav className="nav__groups" aria-label={t("app.nav")}>
        {groups.map((group) => (
          <div key={group.key} className={`nav__group nav__group--${group.key}`}>
            {group.label && <h2 className="nav__label">{group.label}</h2>}
            {group.places.map((place) => (
              <NavLink key={place.id} place={place} onGo={onGo} />
            ))}
          </div>
        ))}
      </nav>
    </div>
  );
}
