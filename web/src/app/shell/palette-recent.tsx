import { Command } from "cmdk";
import { History, Search, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keepDraft, readDraft } from "@/lib/drafts";
import { useSignedIn } from "@/metadata/session";

const what = "searches";
const most = 6;

/** What a person looked for on this device and opened, the newest first; gone when he signs out. */
export function useSearches() {
  const { user } = useSignedIn();
  const kept = readDraft<string[]>(user.id, what)?.value ?? [];
  return {
    kept,
    remember: (q: string) => {
      const text = q.trim();
      if (text) keepDraft(user.id, what, [text, ...kept.filter((each) => each !== text)].slice(0, most));
    },
    clear: () => keepDraft(user.id, what, []),
  };
}

/** Before anything is typed: earlier searches, and what one can search by. */
export function Beginning({
  kept,
  look,
  clear,
}: {
  kept: string[];
  look: (q: string) => void;
  clear: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Command.Group heading={t("palette.recent")}>
      {kept.map((q) => (
        <Command.Item key={q} value={`recent ${q}`} onSelect={() => look(q)}>
          <History size={15} />
          <span className="grow ellipsis">{q}</span>
        </Command.Item>
      ))}
      {kept.length > 0 && (
        <Command.Item value="recent-clear" onSelect={clear}>
          <X size={15} />
          <span className="palette__hint">{t("palette.forget")}</span>
        </Command.Item>
      )}
      <div className="palette__how">
        <Search size={15} />
        {t("palette.how")}
      </div>
    </Command.Group>
  );
}
