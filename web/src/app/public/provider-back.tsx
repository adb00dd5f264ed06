import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { readSession } from "@/api/session";
import { comeBack } from "@/api/two-step";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { enter } from "../leaving";
import { messageOf } from "../query-client";
import { useSession } from "../session-gate";
import { ProviderButton } from "./provider-button";
import { PublicPage } from "./public-page";

let sent: Record<string, string> | undefined;

/** What the provider wrote into the address; taken out of it at once, for it belongs into no history. */
function readSent(): Record<string, string> {
  if (sent) return sent;
  const query = new URLSearchParams(location.search);
  const known = ["code", "state", "iss", "error"].map((name) => [name, query.get(name) ?? ""] as const);
  sent = Object.fromEntries(known.filter(([, value]) => value));
  history.replaceState(history.state, "", location.pathname);
  return sent;
}

/** Back from the company's own sign-in. */
export function ProviderBack() {
  const client = useQueryClient();
  const router = useRouter();
  // What was sent counts once, however often this page is drawn anew.
  const back = useQuery({
    queryKey: [...keys.session, "back"],
    queryFn: async () => {
      const given = readSent();
      // Who is signed in already and ties his identity brings that session's proof.
      const before = await readSession();
      const session = await comeBack(given);
      return { session, tied: before.user !== null };
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retryOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    meta: { quiet: true },
  });
  const done = back.data;
  useEffect(() => {
    if (!done) return;
    enter(client, done.session);
    const inside = done.tied ? "/settings/profile" : "/today";
    router.history.replace(done.session.user ? inside : "/sign-in");
  }, [done, client, router]);
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
