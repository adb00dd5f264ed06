import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import { saveTaste } from "@/api/session";
import type { Session, SessionUser } from "@/api/types";
import { currentLanguage, switchLanguage, takeEarlyLanguage } from "@/lib/i18n";
import type { Language } from "@/lib/language";
import { setTaste, type Taste } from "@/ui/taste";

type Own = { language?: Language; theme?: Taste };

/** Language and appearance take effect here at once and belong to the account: other devices follow at sign-in. */
export function useChooseTaste(): (own: Own) => Promise<void> {
  const client = useQueryClient();
  const { mutateAsync } = useMutation({ mutationFn: (own: Own) => saveTaste(own) });
  return async (own) => {
    if (own.theme) setTaste(own.theme);
    if (own.language) await switchLanguage(own.language);
    client.setQueryData<Session>(keys.session, (old) =>
      old?.user ? { ...old, user: { ...old.user, ...own } } : old,
    );
    await mutateAsync(own).catch(() => undefined);
    // Names of stages, labels, messages: what the server said, it said in the language before.
    if (own.language) await client.invalidateQueries();
  };
}

/** Brings the account's language and appearance to this device; what was chosen on the sign-in page wins and is kept. */
export function useOwnTaste(user: SessionUser): void {
  const choose = useChooseTaste();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each person who signs in, not at each later choice
  useEffect(() => {
    const early = takeEarlyLanguage();
    setTaste(user.theme ?? "system");
    if (early && early !== user.language) void choose({ language: early });
    else if (user.language !== currentLanguage()) void switchLanguage(user.language);
  }, [user.id]);
}
