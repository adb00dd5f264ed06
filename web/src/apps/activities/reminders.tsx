import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { RecordData } from "@/api/types";
import { clock } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { toast } from "@/ui/toast";
import { useOnline } from "@/ui/use-online";

const ahead = 10 * 60_000;
const told = "haoke.reminded";

/** Ids and times not told before in this window; what is moved to another time is told again. */
export function untold(items: RecordData[], store: Pick<Storage, "getItem" | "setItem">): RecordData[] {
  const known = new Set((store.getItem(told) ?? "").split(" "));
  const mark = (item: RecordData) => `${item.id}@${String(item.due)}`;
  const fresh = items.filter((item) => !known.has(mark(item)));
  if (fresh.length > 0) store.setItem(told, [...known, ...fresh.map(mark)].slice(-200).join(" ").trim());
  return fresh;
}

/** Sends checks of visits that were made without a network once there is one, whichever page is open. */
function useKeptChecks() {
  const online = useOnline();
  const { user } = useSignedIn();
  const client = useQueryClient();
  useEffect(() => {
    if (!online) return;
    void import("./visits/sending")
      .then(({ sendKept }) => sendKept(user.id))
      .then((some) => some && refresh(client, "activities"))
      .catch(() => undefined); // a browser without a store has kept nothing
  }, [online, user.id, client]);
}

/** Says ten minutes before what of one's own is due. */
export function Reminders() {
  useKeptChecks();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const object = useObject("activity");
  const plural = object?.plural ?? "";
  const due = useQuery({
    queryKey: ["rows", plural, "reminders"],
    queryFn: ({ signal }) => {
      const now = Date.now();
      const span = [new Date(now).toISOString(), new Date(now + ahead).toISOString()];
      const and = [
        { field: "done", op: "eq", value: false },
        { field: "due", op: "between", value: span },
      ];
      return listRecords(plural, { filter: { and }, scope: "me", fields: "subject,due", limit: 10 }, signal);
    },
    enabled: object !== undefined,
    refetchInterval: 60_000,
    refetchIntervalInBackground: true,
  });
  useEffect(() => {
    for (const item of untold(due.data?.items ?? [], sessionStorage)) {
      const at = clock(String(item.due), currentLanguage());
      toast(t("activity.soon", { at, subject: String(item.subject ?? "") }), {
        action: {
          label: t("form.open"),
          run: () => void navigate({ to: "/$plural/$id", params: { plural, id: item.id } }),
        },
      });
    }
  }, [due.data, navigate, plural, t]);
  return null;
}
