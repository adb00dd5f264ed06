import { Button } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { usePhone } from "@/ui/use-media";

const stops = ["today", "places", "search", "create", "notices", "menu"] as const;
type Stop = (typeof stops)[number];

/** What a stop points at, on a wide screen and on the phone, where the menu holds the rest. */
const places: Record<Stop, [string, string]> = {
  today: [".today__inner", ".today__inner"],
  places: [".nav__group--data", ".bottom a:nth-child(2)"],
  search: [".nav__search", ".bottom button:nth-last-child(2)"],
  create: [".nav__search", ".bottom button:nth-last-child(2)"],
  notices: ['.nav__item[href="/notices"]', ".bottom button:last-child"],
  menu: [".nav__company", ".bottom button:last-child"],
};

/** Six stops: today, the records, search, something new, the bell, one's own menu. Arrow keys go on and back, Escape ends. */
export function ShortTour({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const card = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const shown = stops.filter((stop) => document.querySelector(places[stop][phone ? 1 : 0]));
  const stop = shown[at] ?? "today";
  useEffect(() => {
    const target = document.querySelector(places[stop][phone ? 1 : 0]);
    target?.classList.add("tour__target");
    card.current?.focus();
    return () => target?.classList.remove("tour__target");
  }, [stop, phone]);
  const go = (by: number) => {
    if (at + by >= shown.length) onClose();
    else setAt(Math.max(0, at + by));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    if (event.key === "ArrowRight") go(1);
    if (event.key === "ArrowLeft") go(-1);
  };
  return createPortal(
    <div
      ref={card}
      className="tour"
      role="dialog"
      aria-label={t("setup:first.tour")}
      tabIndex={-1}
      onKeyDown={onKey}
    >
      <div aria-live="polite">
        <h3>{t(`setup:tour.${stop}`)}</h3>
        <p className="muted">{t(`setup:tourHint.${stop}`)}</p>
      </div>
      <div className="setup__foot">
        <span className="muted num">
          {at + 1} / {shown.length}
        </span>
        <span className="grow" />
        {at > 0 && <Button onClick={() => go(-1)}>{t("setup:back")}</Button>}
        <Button type="primary" onClick={() => go(1)}>
          {at === shown.length - 1 ? t("common.done") : t("setup:next")}
        </Button>
      </div>
    </div>,
    document.body,
  );
}
