import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { addDays, fullDate, isoDay, toDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import { aMonday, months, type WorkDay, weekdayOf, weekdays } from "./days";

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Arrow keys go from day to day; Tab goes past the year as a whole. */
function onKey(event: KeyboardEvent<HTMLElement>) {
  const day = (event.target as HTMLElement).dataset.day;
  const step = steps[event.key];
  if (!day || !step) return;
  const next = isoDay(addDays(toDate(day), step));
  const found = event.currentTarget.querySelector<HTMLElement>(`[data-day="${next}"]`);
  if (!found) return;
  event.preventDefault();
  found.focus();
}

type Props = { days: WorkDay[]; writable: boolean; busy: string | null; onTurn: (day: WorkDay) => void };

/** Twelve months; each day is a button. */
export function Year({ days, writable, busy, onTurn }: Props) {
  const language = languageTag(currentLanguage());
  const name = new Intl.DateTimeFormat(language, { month: "long" });
  const letter = new Intl.DateTimeFormat(language, { weekday: "narrow" });
  const now = isoDay(new Date());
  const entry = days.some((each) => each.day === now) ? now : days[0]?.day;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it
    <div className="year" onKeyDown={onKey}>
      {months(days).map((month) => (
        <section key={month[0]?.day} className="month">
          <h3>{month[0] && name.format(toDate(month[0].day))}</h3>
          <div className="month__days">
            {weekdays.map((each, at) => (
              <span key={each} className="month__head" aria-hidden="true">
                {letter.format(addDays(aMonday, at))}
              </span>
            ))}
            {month.map((each, at) => (
              <Day
                key={each.day}
                day={each}
                from={at === 0 ? weekdayOf(each.day) + 1 : 0}
                today={each.day === now}
                entry={each.day === entry}
                disabled={!writable || busy !== null}
                onTurn={onTurn}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

type DayProps = {
  day: WorkDay;
  from: number;
  today: boolean;
  entry: boolean;
  disabled: boolean;
  onTurn: (day: WorkDay) => void;
};

function Day({ day, from, today, entry, disabled, onTurn }: DayProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const name = day.special?.name?.[language] ?? "";
  const words = [
    fullDate(day.day, language),
    t(`worktime:kind.${day.kind}`),
    name,
    today ? t("worktime:today") : "",
  ];
  const classes = [
    "day",
    `day--${day.kind}`,
    day.special ? "day--special" : "",
    today ? "day--today" : "",
    from ? `day--from-${from}` : "",
  ];
  return (
    <button
      type="button"
      data-day={day.day}
      className={classes.filter(Boolean).join(" ")}
      tabIndex={entry ? 0 : -1}
      aria-disabled={disabled}
      aria-label={words.filter(Boolean).join(", ")}
      title={[t(`worktime:kind.${day.kind}`), name, day.hours.map((slot) => slot.join("–")).join(" ")]
        .filter(Boolean)
        .join(" · ")}
      onClick={() => !disabled && onTurn(day)}
    >
      <span className="num">{Number(day.day.slice(8))}</span>
      {day.special && <span className="day__mark">{t(`worktime:mark.${day.kind}`)}</span>}
    </button>
  );
}
