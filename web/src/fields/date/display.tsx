import { dayHeading, daysFromNow, fullDate, relativeDay, shortDate, validDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { asText } from "../shared/words";
import type { DisplayProps, FieldUi } from "../types";

function Display({ value }: DisplayProps) {
  const day = asText(value);
  if (!validDate(day)) return <span>{day}</span>;
  const language = currentLanguage();
  const near = Math.abs(daysFromNow(day)) <= 2;
  return (
    <time
      className="ellipsis num"
      dateTime={day}
      title={`${fullDate(day, language)} · ${relativeDay(day, language)}`}
    >
      {near ? dayHeading(day, language) : shortDate(day, language)}
    </time>
  );
}

export const display: FieldUi = {
  Display,
  text: (value, _field, language) =>
    validDate(asText(value)) ? fullDate(asText(value), language) : asText(value),
  width: 124,
};
