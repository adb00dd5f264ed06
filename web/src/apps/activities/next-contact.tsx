import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addDays, isoDay, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Day } from "@/ui/day";

const offers = [1, 3, 7, 14, 30] as const;

type Props = { value: string | null; onChange: (day: string | null) => void; label?: string };

/** The day of the next contact: one tap for the usual distances, or any day. */
export function NextContact({ value, onChange, label }: Props) {
  const { t } = useTranslation();
  const now = new Date();
  const [asked, setAsked] = useState(false);
  const offered = offers.some((days) => isoDay(addDays(now, days)) === value);
  const other = offered ? null : value;
  return (
    <fieldset className="next">
      <legend>{label ?? t("activity.next")}</legend>
      {offers.map((days) => {
        const day = isoDay(addDays(now, days));
        return (
          <button
            key={days}
            type="button"
            className="next__offer"
            aria-pressed={value === day}
            title={shortDate(day, currentLanguage())}
            onClick={() => onChange(value === day ? null : day)}
          >
            {t(`activity.in_${days}`)}
          </button>
        );
      })}
      {asked ? (
        <Day
          label={t("activity.otherDay")}
          className="next__date"
          value={value}
          min={isoDay(now)}
          open
          onChange={(day) => {
            onChange(day);
            setAsked(false);
          }}
        />
      ) : (
        <button
          type="button"
          className="next__offer"
          aria-pressed={other !== null}
          onClick={() => setAsked(true)}
        >
          {other ? shortDate(other, currentLanguage()) : t("activity.otherDay")}
        </button>
      )}
    </fieldset>
  );
}
