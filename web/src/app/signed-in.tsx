import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { SignedIn as Session } from "@/api/types";
import { extensions } from "@/apps/extensions";
import { currentLanguage } from "@/lib/i18n";
import { indexMeta, MetaProvider } from "@/metadata/meta";
import { useOwnTaste } from "@/metadata/own-taste";
import { SessionProvider } from "@/metadata/session";
import { ExtensionsProvider } from "@/records/extensions";
import { LiveUpdates } from "@/records/live";
import { Waiting } from "@/ui/waiting";
import { metaQuery } from "./queries";
import { Shell } from "./shell/shell";

/** Everything that needs to know who is asking: labels, fields and rights come from the server per person. */
export function SignedIn({ session }: { session: Session }) {
  const { i18n } = useTranslation();
  const language = i18n.language;
  const meta = useQuery({
    ...metaQuery(language),
    placeholderData: (previous) => previous,
  });
  useOwnTaste(session.user);
  const indexed = useMemo(() => (meta.data ? indexMeta(meta.data) : null), [meta.data]);
  useEffect(() => {
    document.title = `${session.company.name || "Haoke"} · ${currentLanguage() === "zh" ? "好客" : "Haoke"}`;
  }, [session.company.name]);
  if (meta.error) throw meta.error;
  if (!indexed) return <Waiting />;
  return (
    <SessionProvider session={session}>
      <MetaProvider value={indexed}>
        <ExtensionsProvider value={extensions}>
          <LiveUpdates />
          <Shell />
        </ExtensionsProvider>
      </MetaProvider>
    </SessionProvider>
  );
}
