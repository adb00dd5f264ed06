import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { countNotices, noticeKeys } from "@/api/notices";
import { isHearing } from "@/api/stream";
import "./unread.css";

const most = 99;

/** How many notices nobody has read yet; asked for again when the stream says so. */
export function useUnread(): number {
  const query = useQuery({
    queryKey: noticeKeys.count,
    queryFn: ({ signal }) => countNotices(signal),
    refetchInterval: () => (isHearing() ? 300_000 : 60_000),
    retry: false,
  });
  return query.data?.unread ?? 0;
}

/** The number beside the bell; nothing when there is nothing new. */
export function UnreadCount() {
  const { t } = useTranslation();
  const unread = useUnread();
  if (unread === 0) return null;
  return (
    <span className="unread num">
      <span aria-hidden="true">{unread > most ? `${most}+` : unread}</span>
      <span className="sr-only">{t("app.unread", { count: unread })}</span>
    </span>
  );
}
