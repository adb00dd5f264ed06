import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { fullDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { ReachNotes } from "@/records/reach/reach-notes";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { mailKeys, readWarnings, type Warnings as Told, type Warned } from "./requests";

const nothing: Told = { items: [], notes: [] };

/** Which of the receivers want no mail, or got none before, and how others would rather be reached. */
export function useWarned(people: string[]): Told {
  const query = useQuery({
    queryKey: mailKeys.warnings(people),
    queryFn: ({ signal }) => readWarnings(people, signal),
    enabled: people.length > 0,
    placeholderData: (before) => before,
  });
  return people.length > 0 ? (query.data ?? nothing) : nothing;
}

/** Whether a line of receivers is this address. */
export const isOf = (person: string, address: string): boolean =>
  person.toLowerCase() === address || person.toLowerCase().endsWith(`<${address}>`);

/** Asks whether it shall go out nevertheless; true where nothing speaks against it. */
export function useSure(): (warned: Warned[]) => Promise<boolean> {
  const { t } = useTranslation();
  return async (warned) =>
    warned.length === 0 ||
    (await ask({
      title: t("mail:warn.ask"),
      text: warned.map(({ address, label }) => `${address} · ${label}`).join(", "),
      yes: t("mail:warn.nevertheless"),
      danger: true,
    }));
}

/** Why not to write to somebody, and what can be done instead. */
export function Warnings({ told, onLeaveOut }: { told: Told; onLeaveOut: (address: string) => void }) {
  const { t } = useTranslation();
  const blocks = useObject("mail_block");
  return (
    <>
      {told.notes.map(({ address, notes }) => (
        <ReachNotes key={address} name={address} notes={notes} />
      ))}
      {told.items.map(({ address, kind, label, since, note }) => (
        <Note key={address} danger>
          <span className="compose__warned">
            <strong>
              {address} · {label}
            </strong>
            <span className="muted num">{fullDate(since, currentLanguage())}</span>
          </span>
          <span className="compose__advice">{t(`mail:warn.${kind}`)}</span>
          {note && <span className="compose__advice muted">{note}</span>}
          <span className="row">
            <PlainButton label={t("mail:warn.leaveOut")} onClick={() => onLeaveOut(address)} />
            {blocks?.rights.update && (
              <Link
                className="plain"
                to="/settings/$section"
                params={{ section: "mail-blocks" }}
                search={{ q: address }}
                target="_blank"
              >
                {t("mail:warn.list")}
              </Link>
            )}
          </span>
        </Note>
      ))}
    </>
  );
}
