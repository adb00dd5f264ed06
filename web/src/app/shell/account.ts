import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { saveTaste, signOut } from "@/api/session";
import { dropDrafts } from "@/lib/drafts";
import { switchLanguage } from "@/lib/i18n";
import type { Language } from "@/lib/language";
import { setTaste, type Taste } from "@/ui/taste";

/** Language and appearance take effect here at once and are remembered with the account. */
export async function chooseLanguage(language: Language): Promise<void> {
  await switchLanguage(language);
  await saveTaste({ language }).catch(() => undefined);
}

export function chooseTaste(taste: Taste): void {
  setTaste(taste);
  void saveTaste({ theme: taste }).catch(() => undefined);
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await signOut().catch(() => undefined);
    dropDrafts();
    client.clear();
    await navigate({ to: "/sign-in" });
  };
}
