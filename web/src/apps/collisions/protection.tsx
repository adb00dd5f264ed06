import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ShieldCheck, ShieldPlus, Swords } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObjects } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import type { PanelProps } from "@/records/extensions";
import { openCreate } from "@/records/form/create-store";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { type Protection as Held, readProtection } from "./requests";
import "./collisions.css";

function Line({ held }: { held: Held }) {
  const { t } = useTranslation("collisions");
  const what = held.category ?? t("all");
  return (
    <li className="protection__line">
      <ShieldCheck size={15} aria-hidden="true" />
      <span>
        <span>
          {held.id ? (
            <Link to="/$plural/$id" params={{ plural: "registrations", id: held.id }}>
              {held.owner.title} · {what}
            </Link>
          ) : (
            `${held.owner.title} · ${what}`
          )}
        </span>
        <span className={held.days <= 7 ? "protection__late" : "muted"}>
          {t("protectedUntil", { day: shortDate(held.until, currentLanguage()) })} ·{" "}
          {t("daysLeft", { count: held.days })}
          {held.mine && held.days <= 7 && ` · ${t("extendIt")}`}
        </span>
      </span>
    </li>
  );
}

const useProtection = (object: PanelProps["object"], record: PanelProps["record"], enabled: boolean) =>
  useQuery({
    queryKey: [...keys.record(object.plural, record.id), "protection"],
    queryFn: ({ signal }) => readProtection(object.key, record.id, signal),
    retry: false,
    enabled,
    meta: { quiet: true },
  });

/** Before a deal is won: that somebody else has the customer registered, and what will come of it. */
export function BeforeWinning({ object, record }: PanelProps) {
  const { t } = useTranslation("collisions");
  const there = useObjects()("registration") !== undefined;
  const { data } = useProtection(object, record, there);
  if (!data?.winning) return null;
  const other = data.items.find((held) => !held.mine);
  const who = other?.owner.title ?? t("somebody");
  const day = other ? shortDate(other.until, currentLanguage()) : "";
  return <Note danger={data.winning === "refused"}>{t(`winning.${data.winning}`, { who, day })}</Note>;
}

/** Who has the customer registered until when, that the record is in collision, and the way to register. */
export function Protection({ object, record }: PanelProps) {
  const { t } = useTranslation("collisions");
  const registration = useObjects()("registration");
  const query = useProtection(object, record, registration !== undefined);
  const found = query.data;
  const adds = object.key === "account" && registration?.rights.create;
  if (!found || (found.items.length === 0 && !found.case && !adds)) return null;
  const ref = { id: record.id, title: titleOf(object, record, currentLanguage()) };
  return (
    <section className="protection" aria-label={t("protected")}>
      <header className="related__head">
        <h2>{t("protected")}</h2>
        <span className="grow" />
        {adds && (
          <PlainButton
            bare
            label={t("register")}
            icon={<ShieldPlus size={14} />}
            onClick={() =>
              openCreate({
                object: "registration",
                values: { account: ref },
                onCreated: () => void query.refetch(),
              })
            }
          />
        )}
      </header>
      {found.case && (
        <p className="protection__case">
          <Swords size={15} aria-hidden="true" />
          {found.case.id ? (
            <Link to="/collision-cases/$id" params={{ id: found.case.id }}>
              {t("collision")}
            </Link>
          ) : (
            t("collision")
          )}
        </p>
      )}
      {found.items.length > 0 && (
        <ul>
          {found.items.map((held) => (
            <Line key={`${held.owner.id} ${held.category} ${held.until}`} held={held} />
          ))}
        </ul>
      )}
    </section>
  );
}
