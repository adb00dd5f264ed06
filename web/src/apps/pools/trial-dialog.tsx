import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Broken } from "@/ui/broken";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { type Trial, trySweep } from "./requests";

type Props = { object: ObjectMeta; onClose: () => void };

/** What tonight's sweep would take, from whom and why; nothing is done. */
export function TrialDialog({ object, onClose }: Props) {
  const { t } = useTranslation("pools");
  const query = useQuery({
    queryKey: ["rows", object.plural, "pool-trial"],
    queryFn: ({ signal }) => trySweep(object.key, signal),
    retry: false,
  });
  const found = query.data;
  return (
    <Dialog title={t("trial", { label: object.label_plural })} width={760} footer={null} onCancel={onClose}>
      {query.isPending && <Waiting />}
      <Broken query={query} />
      {found && found.count === 0 && (
        <Empty icon="waves" title={t("trialNone")} hint={found.rules === 0 ? t("trialNoRules") : undefined} />
      )}
      {found && found.count > 0 && (
        <div className="stack">
          <p>{t("trialCount", { count: found.count })}</p>
          {found.asleep.length > 0 && <Note>{t("trialAsleep", { pools: found.asleep.join(t("and")) })}</Note>}
          <Taken object={object} items={found.items} />
          {found.count > found.items.length && (
            <p className="muted">{t("trialMore", { shown: found.items.length })}</p>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Taken({ object, items }: { object: ObjectMeta; items: Trial["items"] }) {
  const { t } = useTranslation("pools");
  const language = currentLanguage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
    <section className="pool-trial" tabIndex={0} aria-label={t("trial", { label: object.label_plural })}>
      <table className="pool-rows">
        <thead>
          <tr>
            <th>{object.label}</th>
            <th>{t("owner")}</th>
            <th className="hide-phone">{t("intoPool")}</th>
            <th>{t("why")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.record.id}>
              <td>
                <Link to="/$plural/$id" params={{ plural: object.plural, id: item.record.id }}>
                  {item.record.title ?? "—"}
                </Link>
              </td>
              <td>{item.owner.title ?? "—"}</td>
              <td className="hide-phone">{item.pool}</td>
              <td>
                {item.why} · {t("lastly", { day: shortDate(item.since, language) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
