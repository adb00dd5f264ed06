import { useTranslation } from "react-i18next";
import { useCollisions, useCounts, useWaiting } from "@/api/use-counts";
import "./unread.css";

const most = 99;

function Count({ count, said }: { count: number; said: "app.unread" | "app.waiting" }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <span className="unread num">
      <span aria-hidden="true">{count > most ? `${most}+` : count}</span>
      <span className="sr-only">{t(said, { count })}</span>
    </span>
  );
}

/** The number beside the bell; nothing when there is nothing new. */
export const UnreadCount = () => <Count count={useCounts()?.unread ?? 0} said="app.unread" />;

/** The number beside the approvals; nothing when nothing waits. */
export const WaitingCount = () => <Count count={useWaiting()} said="app.waiting" />;

/** The number beside the collisions one decides. */
export const CollisionCount = () => <Count count={useCollisions()} said="app.waiting" />;
