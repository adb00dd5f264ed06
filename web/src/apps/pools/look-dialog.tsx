import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { Links } from "@/fields/links";
import { isEmpty, Value } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { Broken } from "@/ui/broken";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { Stays } from "./ownership";
import { type OpenPool, poolKeys, readInPool, tryClaim } from "./requests";

/** Its name stands above, where it stands one knows, and who wrote it last its owners tell. */
const untold = new Set(["name", "pool", "locked", "created_by", "updated_by", "updated_at"]);

type Props = {
  pool: OpenPool;
  object: ObjectMeta;
  id: string;
  busy: boolean;
  onClaim: () => void;
  onClose: () => void;
};

/** A record of a pool before it is claimed: what is known of it, masked where the pool masks, and who has had it. */
export function LookDialog({ pool, object, id, busy, onClaim, onClose }: Props) {
  const { t } = useTranslation("pools");
  const query = useQuery({
    queryKey: poolKeys.one(object.plural, pool.id, id),
    queryFn: ({ signal }) => readInPool(pool.id, id, signal),
    retry: false,
  });
  const trial = useQuery({
    // Asked once: what happens meanwhile is told when it is claimed.
    queryKey: ["pool-claim", pool.id, id],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) => tryClaim(pool.id, [id], signal),
    retry: false,
    meta: { quiet: true },
  });
  const against = trial.data?.refused[0];
  const found = query.data;
  const fields = object.sections
    .flatMap((section) => section.fields)
    .map((name) => fieldOf(object, name))
    .filter(
      (field) =>
        field !== undefined &&
        !untold.has(field.name) &&
        found !== undefined &&
        !isEmpty(found.record[field.name]),
    );
  return (
    <Dialog
      title={found ? titleOf(object, found.record, currentLanguage()) : object.label}
      width={560}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("close")}</Button>
          <Button type="primary" disabled={!found || against !== undefined} loading={busy} onClick={onClaim}>
            {t("claim")}
          </Button>
        </>
      }
    >
      {query.isPending && <Waiting />}
      <Broken query={query} />
      {found && (
        <div className="stack">
          {against && <Note>{against.message}</Note>}
          {pool.masked.length > 0 && <p className="muted">{t("masked")}</p>}
          {found.parts.map(({ label, count }) => (
            <p key={label} className="muted">
              {t("comesWith", { label, count })}
            </p>
          ))}
          <Links value={false}>
            <dl className="pool-look">
              {fields.map(
                (field) =>
                  field && (
                    <div key={field.name}>
                      <dt>{field.label}</dt>
                      <dd>
                        <Value field={field} value={found.record[field.name]} />
                      </dd>
                    </div>
                  ),
              )}
            </dl>
          </Links>
          <Stays stays={found.ownership.items} more={found.ownership.more} />
        </div>
      )}
    </Dialog>
  );
}
