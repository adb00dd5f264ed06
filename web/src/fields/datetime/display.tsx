import { clock, dayHeading, daysFromNow, fullDateTime, shortDate, validDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { asText } from "../shared/words";
import type { DisplayProps, FieldUi } from "../types";

function Display({ value, compact }: DisplayProps) {
  const at = asText(value);
  if (!validDate(at)) return <span>{at}</span>;
  const language = currentLanguage();
  const days = Math.abs(daysFromNow(at));
  const day = days <= 2 ? dayHeading(at, language) : shortDate(at, language);
  return (
    <time className="ellipsis num" dateTime={at} title={fullDateTime(at, language)}>
      {compact && days > 2 ? day : `${day} ${clock(at, language)}`}
    </time>
  );
}

export const display: FieldUi = {
  Display,
  text: (value, _field, language) =>
    validDate(asText(value)) ? fullDateTime(asText(value), language) : asText(value),
  width: 130,
};
