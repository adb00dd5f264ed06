import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fullDateTime, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Avatar } from "@/ui/avatar";
import { toast } from "@/ui/toast";
import { type Case, collisionKeys, type Side, sendStatement } from "./requests";

function When({ at }: { at: string | null }) {
  const { t } = useTranslation("collisions");
  const language = currentLanguage();
  if (!at) return <span className="muted">{t("never")}</span>;
  return (
    <time dateTime={at} title={fullDateTime(at, language)}>
      {shortDate(at, language)}
    </time>
  );
}

/** What one side writes for itself. */
function Statement({ found, side }: { found: Case; side: Side }) {
  const { t } = useTranslation("collisions");
  const client = useQueryClient();
  const [says, setSays] = useState(side.says);
  const send = useMutation({
    mutationFn: () => sendStatement(found.id, says),
    onSuccess: () => {
      toast(t("sent"));
      void client.invalidateQueries({ queryKey: collisionKeys.all });
    },
  });
  return (
    <div className="collision-field">
      <label htmlFor="collision-says">{t("says")}</label>
      <Input.TextArea
        id="collision-says"
        rows={4}
        maxLength={5000}
        placeholder={t("saysHint")}
        value={says}
        onChange={({ target }) => setSays(target.value)}
      />
      <Button loading={send.isPending} disabled={says.trim() === side.says} onClick={() => send.mutate()}>
        {t("send")}
      </Button>
    </div>
  );
}

/** What one side has to show, dated by the Log, as far as whoever looks may see it. */
export function SideCard({ found, side }: { found: Case; side: Side }) {
  const { t } = useTranslation("collisions");
  const writes = found.side === side.side && found.state === "open";
  const { registration } = side;
  return (
    <section className="collision-side" aria-label={side.person.title ?? ""}>
      <h2>
        <Avatar title={side.person.title ?? ""} person />
        <span className="ellipsis">{side.person.title}</span>
        <small className="muted">{t(side.side)}</small>
      </h2>
      <dl className="collision-facts">
        {registration && (
          <>
            <dt>{t("registered")}</dt>
            <dd>
              <When at={registration.at} />{" "}
              <Link to="/$plural/$id" params={{ plural: "registrations", id: registration.id }}>
                {registration.title}
              </Link>
            </dd>
            {registration.evidence && (
              <>
                <dt>{t("registeredEvidence")}</dt>
                <dd>{registration.evidence}</dd>
              </>
            )}
          </>
        )}
        <dt>{t("firstContact")}</dt>
        <dd>
          <When at={side.first} />
        </dd>
        <dt>{t("lastContact")}</dt>
        <dd>
          <When at={side.last} />
          {side.activities > 0 && (
            <span className="muted"> · {t("activities", { count: side.activities })}</span>
          )}
        </dd>
        <dt>{t("deals")}</dt>
        <dd>
          {side.opportunities.length === 0 && <span className="muted">{t("never")}</span>}
          <ul>
            {side.opportunities.map((deal) => (
              <li key={deal.id}>
                <Link to="/$plural/$id" params={{ plural: "opportunities", id: deal.id }}>
                  {deal.title}
                </Link>{" "}
                <span className="muted">
                  {deal.stage} · <When at={deal.at} />
                </span>
              </li>
            ))}
          </ul>
        </dd>
        {!writes && (
          <>
            <dt>{t("says")}</dt>
            <dd>{side.says || <span className="muted">{t("never")}</span>}</dd>
          </>
        )}
      </dl>
      {writes && <Statement found={found} side={side} />}
    </section>
  );
}
