import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { changeRecord } from "@/api/records";
import { addDays } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { aMonday, likeMonday, nextSlot, type Slot, time, weekdays } from "./days";
import type { Calendar } from "./requests";

/** Slots of every day of the week. */
export function HoursEditor({ calendar, writable }: { calendar: Calendar; writable: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [hours, setHours] = useState(calendar.hours);
  const changed = JSON.stringify(hours) !== JSON.stringify(calendar.hours);
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: (given: Calendar["hours"]) =>
      changeRecord("work-calendars", calendar.id, { hours: given }, calendar.version),
    onSuccess: () => {
      toast(t("worktime:saved"));
      refresh(client, "work-calendars", calendar.id);
      void client.invalidateQueries({ queryKey: ["work-year"] });
    },
  });
  const name = new Intl.DateTimeFormat(languageTag(currentLanguage()), { weekday: "short" });
  return (
    <section className="hours" aria-label={t("worktime:hours")}>
      <h2>{t("worktime:hours")}</h2>
      <p className="muted">{t("worktime:hoursHint")}</p>
      <ul>
        {weekdays.map((day, at) => (
          <li key={day} className="hours__day">
            <span className="hours__name">{name.format(addDays(aMonday, at))}</span>
            <Slots
              day={name.format(addDays(aMonday, at))}
              slots={hours[day]}
              writable={writable}
              onChange={(slots) => setHours({ ...hours, [day]: slots })}
            />
          </li>
        ))}
      </ul>
      {save.error && <Note danger>{save.error.message}</Note>}
      {writable && (
        <div className="hours__foot">
          <Button
            type="primary"
            disabled={!changed}
            loading={save.isPending}
            onClick={() => save.mutate(hours)}
          >
            {t("worktime:save")}
          </Button>
          <PlainButton label={t("worktime:copy")} onClick={() => setHours(likeMonday(hours))} />
        </div>
      )}
    </section>
  );
}

type SlotsProps = { day: string; slots: Slot[]; writable: boolean; onChange: (slots: Slot[]) => void };

function Slots({ day, slots, writable, onChange }: SlotsProps) {
  const { t } = useTranslation();
  const put = (at: number, edge: 0 | 1, value: string) =>
    onChange(slots.map((slot, place) => (place === at ? (slot.with(edge, value) as Slot) : slot)));
  const field = (at: number, edge: 0 | 1) => (
    <input
      className="field-input num hours__time"
      inputMode="numeric"
      aria-label={`${day} ${at + 1}: ${edge === 0 ? t("worktime:start") : t("worktime:end")}`}
      value={slots[at]?.[edge] ?? ""}
      disabled={!writable}
      onChange={(event) => put(at, edge, event.target.value)}
      onBlur={(event) => put(at, edge, time(event.target.value))}
    />
  );
  return (
    <div className="hours__slots">
      {slots.length === 0 && <span className="muted">{t("worktime:off")}</span>}
      {slots.map((_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
        <span key={at} className="hours__slot">
          {field(at, 0)}–{field(at, 1)}
          {writable && (
            <PlainButton
              bare
              icon={<X size={13} aria-hidden="true" />}
              label={`${day} ${at + 1}: ${t("worktime:remove")}`}
              onClick={() => onChange(slots.filter((_slot, place) => place !== at))}
            />
          )}
        </span>
      ))}
      {writable && (
        <PlainButton
          bare
          icon={<Plus size={14} aria-hidden="true" />}
          label={`${day}: ${t("worktime:add")}`}
          onClick={() => onChange([...slots, nextSlot(slots)])}
        />
      )}
    </div>
  );
}
