import { useTranslation } from "react-i18next";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";

/** Says that something typed earlier and never saved is back, and offers to drop it. */
export function DraftNote({ at, onDiscard }: { at: string; onDiscard: () => void }) {
  const { t } = useTranslation();
  return (
    <Note>
      {t("draft.back", { when: fullDateTime(at, currentLanguage()) })}{" "}
      <PlainButton label={t("draft.discard")} onClick={onDiscard} />
    </Note>
  );
}
