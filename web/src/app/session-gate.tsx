import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useLocation } from "@tanstack/react-router";
import { Button } from "antd";
import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { onSignedOut } from "@/api/client";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import type { SignedIn as Session } from "@/api/types";
import { Empty } from "@/ui/empty";
import { Waiting } from "@/ui/waiting";
import { forget, onLeft } from "./leaving";
import { sessionQuery } from "./queries";
import { messageOf } from "./query-client";

type Inside = ComponentType<{ session: Session }>;
let inside: Inside | undefined;
const Later = lazy(() => readySignedIn().then((found) => ({ default: found })));

/** Has the frame of those who are signed in there before it is drawn. */
export async function readySignedIn(): Promise<Inside> {
  inside = (await import("./signed-in")).SignedIn;
  return inside;
}

export const useSession = () =>
  useQuery({
    ...sessionQuery,
    // A server that restarts or a network that returns needs nobody's click.
    refetchInterval: (query) => (query.state.status === "error" ? 3_000 : false),
  });

/** Only who is signed in comes in; others sign in first; an empty house begins with its administrator's choice. */
export function SessionGate() {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const location = useLocation();
  const [Inside] = useState(() => inside ?? Later);
  useEffect(() => onSignedOut(() => void client.invalidateQueries({ queryKey: keys.session })), [client]);
  useEffect(() => onLeft(() => void client.resetQueries({ queryKey: keys.session })), [client]);
  const out = session.data !== undefined && !session.data.user;
  useEffect(() => {
    if (out) forget(client);
  }, [out, client]);
  if (session.isPending) return <Waiting />;
  if (!session.data) {
    const away = session.error instanceof Problem && session.error.status === 0;
    const said = messageOf(session.error);
    return (
      <Empty
        icon={away ? "wifi-off" : "alert-triangle"}
        title={away ? said : t("errors.broke")}
        hint={away ? undefined : said}
      >
        <Button type="primary" onClick={() => void session.refetch()}>
          {t("common.retry")}
        </Button>
      </Empty>
    );
  }
  // The address changes before the page does: without this the way out would be taken again and again.
  if (["/sign-in", "/start"].includes(location.pathname)) return <Waiting />;
  if (!session.data.user) {
    const to = location.href === "/" ? undefined : location.href;
    return <Navigate to="/sign-in" search={{ to }} replace />;
  }
  if (session.data.setup.empty) return <Navigate to="/start" replace />;
  return (
    <Suspense fallback={<Waiting />}>
      <Inside session={session.data} />
    </Suspense>
  );
}
