import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { readSession } from "@/api/session";
import { comeBack } from "@/api/two-step";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { enter } from "../leaving";
import { messageOf } from "../query-client";
import { useSession } from "../session-gate";
import { ProviderButton } from "./provider-button";
import { PublicPage } from "./public-page";

/** What the provider wrote into the address; taken out of it at once, for it belongs into no history. */
function useSent(): Record<string, string> {
  const sent = useRef<Record<string, string> | null>(null);
  if (!sent.current) {
    const query = new URLSearchParams(location.search);
    const known = ["code", "state", "iss", "error"].map((name) => [name, query.get(name) ?? ""] as const);
    sent.current = Object.fromEntries(known.filter(([, value]) => value));
    history.replaceState(history.state, "", location.pathname);
  }
  return sent.current;
}

/** Back from the company's own sign-in. */
export function ProviderBack() {
  const client = useQueryClient();
  const router = useRouter();
  const sent = useSent();
  const back = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      // Who is signed in already and ties his identity brings that session's proof.
      const before = await readSession();
      const session = await comeBack(sent);
      return { session, tied: before.user !== null };
    },
    onSuccess: ({ session, tied }) => {
      enter(client, session);
      const inside = tied ? "/settings/profile" : "/today";
      router.history.replace(session.user ? inside : "/sign-in");
    },
  });
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) back.mutate();
    begun.current = true;
  }, [back.mutate]);
  if (!back.error) return <Waiting />;
  return <Refused error={back.error} />;
}

/** Why it came to nothing, and both ways on. */
function Refused({ error }: { error: Error }) {
  const { t } = useTranslation();
  const session = useSession().data;
  const inside = Boolean(session?.user);
  return (
    <PublicPage title={inside ? t("auth:notLinked") : t("auth:notIn")}>
      <div className="public__card">
        <Note danger>{messageOf(error)}</Note>
        {session?.provider && !inside && (
          <ProviderButton label={session.provider.label} text={t("auth:again")} first />
        )}
        {inside ? (
          <Link to="/settings/$section" params={{ section: "profile" }}>
            {t("auth:toProfile")}
          </Link>
        ) : (
          <Link to="/sign-in" search={{}}>
            {t("auth:toSignIn")}
          </Link>
        )}
      </div>
    </PublicPage>
  );
}
