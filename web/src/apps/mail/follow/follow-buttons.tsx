import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { CalendarClock } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { type ListParams, listRecords } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { toast } from "@/ui/toast";
import { sequencesFor } from "./sequences";

const EnrolDialog = lazy(() => import("./enrol-dialog").then((module) => ({ default: module.EnrolDialog })));

/** Records taken at once from a list. */
const most = 1000;
const page = 200;

/** Whether there is a sequence for records of the object. */
function useSequences(object: ObjectMeta): boolean {
  const mine = useObject("mail_sequence");
  const mails = useObject("mail_message");
  const asked = sequencesFor(object.key);
  const list = useQuery({
    queryKey: keys.list("mail-sequences", asked),
    queryFn: ({ signal }) =>
      listRecords("mail-sequences", { ...asked, filter: asked.filter as never, limit: 100 }, signal),
    enabled: Boolean(mine?.rights.read && mails?.rights.create),
    staleTime: 60_000,
  });
  return (list.data?.items.length ?? 0) > 0;
}

/** `ids`: chosen by hand; null: all that the list's parameters find. */
type SeveralProps = { object: ObjectMeta; ids: string[] | null; rows: RecordData[]; params: ListParams };

/** Beside other work in bulk: follow-up mails to everybody chosen. */
export function FollowSeveral({ object, ids, rows, params }: SeveralProps) {
  const { t } = useTranslation("follow");
  const offered = useSequences(object);
  const [chosen, setChosen] = useState<{ id: string; title: string }[] | null>(null);
  const [busy, setBusy] = useState(false);
  if (!offered) return null;
  const title = (id: string): string => {
    const row = rows.find((each) => each.id === id);
    return row ? titleOf(object, row, currentLanguage()) : "";
  };
  const begin = async () => {
    setBusy(true);
    try {
      const found = ids ?? (await everyId(object, params));
      if (found.length > most) toast(t("tooMany", { most }));
      setChosen(found.slice(0, most).map((id) => ({ id, title: title(id) })));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button icon={<CalendarClock size={13} />} loading={busy} onClick={() => void begin()}>
        {t("follow")}
      </Button>
      <Suspense>
        {chosen && chosen.length > 0 && (
          <EnrolDialog object={object} chosen={chosen} onClose={() => setChosen(null)} />
        )}
      </Suspense>
    </>
  );
}

/** Ids of all a list finds, one more than are taken at most. */
async function everyId(object: ObjectMeta, params: ListParams): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null | undefined;
  do {
    const next = await listRecords(object.plural, {
      ...params,
      fields: object.title,
      limit: page,
      cursor,
    });
    found.push(...next.items.map((item) => item.id));
    cursor = next.next;
  } while (cursor && found.length <= most);
  return found;
}
