import { useNavigate } from "@tanstack/react-router";
import { Pencil, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import { displays } from "@/fields/displays";
import { isEmpty } from "@/fields/value";
import { fullDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { canEdit, fieldOf } from "@/metadata/meta";
import { isMasked } from "@/metadata/values";
import type { PanelProps } from "@/records/extensions";
import { PlainButton } from "@/ui/plain-button";
import { usePhone } from "@/ui/use-media";
import { ConsentDialog } from "./consent-dialog";
import { Line } from "./consent-line";
import { Mark } from "./mark";
import type { Matrix } from "./requests";
import { useConsents } from "./use-consents";
import "./privacy.css";

type Place = { channel: string; purpose: string };

/** A value of the record as one says it; nothing where there is none, or none for this reader. */
function saying(object: ObjectMeta, record: RecordData, name: string): string | null {
  const field = fieldOf(object, name);
  const value = record[name];
  if (!field || isEmpty(value) || isMasked(value)) return null;
  return displays[field.kind].text(value, field, currentLanguage());
}

/** "14:00–17:30", or from or until when. */
function useHours({ object, record }: PanelProps): string | null {
  const { t } = useTranslation("privacy");
  const from = saying(object, record, "reach_from");
  const until = saying(object, record, "reach_until");
  if (from && until) return `${from}–${until}`;
  return from ? t("notBefore", { hour: from }) : until && t("notAfter", { hour: until });
}

/** By what, when and in which language the person wishes to be reached. */
function Wishes({ object, record }: PanelProps) {
  const { t } = useTranslation("privacy");
  const navigate = useNavigate();
  const phone = usePhone();
  const hours = useHours({ object, record });
  const field = fieldOf(object, "preferred_channel");
  const channel = saying(object, record, "preferred_channel");
  const others = [saying(object, record, "reach_days"), hours, saying(object, record, "language")];
  const said = [channel && t("prefers", { channel }), ...others].filter(Boolean);
  const may = (record._can?.update ?? object.rights.update) && field !== undefined && canEdit(object, field);
  const fill = () =>
    void navigate({
      to: ".",
      search: (old) => ({ ...old, tab: phone ? "details" : old.tab, edit: "preferred_channel" }),
    });
  return (
    <div className="glance__row">
      <span className="glance__name">{t("wishes")}</span>
      {said.length > 0 ? <span>{said.join(" · ")}</span> : <span className="faint">—</span>}
      {may && <PlainButton bare icon={<Pencil size={12} />} label={t("editWishes")} onClick={fill} />}
    </div>
  );
}

type MarksProps = { found: Matrix; open: Place | null; onOpen: (place: Place | null) => void };

/** Purpose by purpose what was said to each channel: of marketing all, of others what was spoken of. */
function Marks({ found, open, onOpen }: MarksProps) {
  const { t } = useTranslation("privacy");
  const said = new Map(found.cells.map((cell) => [`${cell.channel} ${cell.purpose}`, cell]));
  return found.purposes.map((purpose) => {
    const channels = found.channels.filter(
      ({ value }) => purpose.value === "marketing" || said.has(`${value} ${purpose.value}`),
    );
    if (channels.length === 0) return null;
    return (
      <div key={purpose.value} className="glance__row">
        <span className="glance__name">{t("consentTo", { purpose: purpose.label })}</span>
        {channels.map(({ value: channel, label }) => {
          const cell = said.get(`${channel} ${purpose.value}`);
          const here = open?.channel === channel && open.purpose === purpose.value;
          const words = cell
            ? [cell.label, fullDate(cell.at, currentLanguage()), cell.proof].filter(Boolean).join(" · ")
            : t("notAsked");
          return (
            <button
              key={channel}
              type="button"
              className="glance__mark"
              title={words}
              aria-label={`${label}, ${purpose.label}: ${words}`}
              aria-expanded={here}
              onClick={() => onOpen(here ? null : { channel, purpose: purpose.value })}
            >
              <Mark state={cell?.state} />
              {label}
            </button>
          );
        })}
      </div>
    );
  });
}

/** Of a person: how he wishes to be reached, and what he said to it, with the proof of it when tapped. */
export function Glance({ object, record }: PanelProps) {
  const { t } = useTranslation("privacy");
  const found = useConsents({ object, record }).data;
  const [open, setOpen] = useState<Place | null>(null);
  const [noting, setNoting] = useState<Place | null>(null);
  const cell = found?.cells.find(
    ({ channel, purpose }) => channel === open?.channel && purpose === open.purpose,
  );
  return (
    <div className="glance">
      <Wishes object={object} record={record} />
      {found && <Marks found={found} open={open} onOpen={setOpen} />}
      {found && open && (
        <div className="glance__said">
          {cell ? (
            <ul className="consent-lines">
              <Line said={cell} found={found} />
            </ul>
          ) : (
            <span className="muted">{t("notAsked")}</span>
          )}
          {found.changes && (
            <PlainButton
              icon={<ShieldCheck size={14} />}
              label={t("noteConsent")}
              onClick={() => setNoting(open)}
            />
          )}
        </div>
      )}
      {found && noting && (
        <ConsentDialog
          object={object}
          record={record}
          found={found}
          place={noting}
          onClose={() => setNoting(null)}
        />
      )}
    </div>
  );
}
