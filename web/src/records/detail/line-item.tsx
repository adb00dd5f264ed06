import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { History, Pin, PinOff } from "lucide-react";
import { type ComponentType, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { again, keys } from "@/api/keys";
import { setPin } from "@/api/records";
import type { ObjectMeta, TimelineItem } from "@/api/types";
import { clock, fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject, useObjects } from "@/metadata/meta";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { type PanelProps, useExtensions } from "../extensions";
import { Diffs } from "./diffs";
import { Followed, Mailed } from "./mail";
import { formerText, givenText, reasonOf, verbText, viaText } from "./verbs";

function At({ at }: { at: string }) {
  return (
    <time className="muted num" dateTime={at} title={fullDateTime(at, currentLanguage())}>
      {clock(at, currentLanguage())}
    </time>
  );
}

function Logged({ object, item }: { object: ObjectMeta; item: TimelineItem }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="line__mark line__mark--quiet">
        <History size={13} aria-hidden="true" />
      </span>
      <div className="line__body">
        <p>
          <strong>{item.actor?.title ?? t("record.system")}</strong> {verbText(item, object, t)}{" "}
          <At at={item.at} />
          {item.via && item.via !== "web" && <span className="muted"> · {viaText(item.via, t)}</span>}
        </p>
        {givenText(item, object, t) && <p className="muted">{givenText(item, object, t)}</p>}
        {formerText(item, t) && <p className="muted">{formerText(item, t)}</p>}
        {reasonOf(item, item.text) && <p className="muted">{item.text}</p>}
        {item.changes.length > 0 && item.verb !== "create" && item.verb !== "created" && (
          <Diffs object={object} changes={item.changes} />
        )}
      </div>
    </>
  );
}

/** Something that hangs on the record, where it was added. */
function Added({ item }: { item: TimelineItem }) {
  const { t } = useTranslation();
  const object = useObject(item.object ?? "");
  if (!object) return null;
  return (
    <>
      <span className="line__mark line__mark--quiet">
        <Icon name={object.icon} size={13} />
      </span>
      <div className="line__body">
        <p>
          <strong>{item.actor?.title ?? t("record.system")}</strong>{" "}
          {t("happened:line.made", { label: object.label })}{" "}
          <Link to="/$plural/$id" params={{ plural: object.plural, id: item.id }}>
            {item.text}
          </Link>{" "}
          <At at={item.at} />
        </p>
      </div>
    </>
  );
}

/** What else it is about: the contact, the deal. */
function About({ related = [] }: Pick<TimelineItem, "related">) {
  const objectOf = useObjects();
  const known = related.flatMap(({ object, ...ref }) => {
    const home = objectOf(object);
    return home ? [{ ...ref, home }] : [];
  });
  if (known.length === 0) return null;
  return (
    <p className="line__about">
      {known.map(({ id, title, home }) => (
        <Link key={id} to="/$plural/$id" params={{ plural: home.plural, id }}>
          <Icon name={home.icon} size={12} /> {title}
        </Link>
      ))}
    </p>
  );
}

const bespoke: Record<string, ComponentType<PanelProps & { item: TimelineItem }>> = {
  mail_message: Mailed,
  mail_enrolment: Followed,
};

/** One thing that happened; whoever may change the record may pin it. */
export function LineItem({
  object,
  record,
  item,
  pinned,
}: PanelProps & { item: TimelineItem; pinned: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { Happening, Said } = useExtensions();
  const own = { activity: Happening, comment: Said, record: Added, log: undefined }[item.kind];
  const Bespoke = bespoke[item.kind === "activity" ? (item.object ?? "") : ""] ?? own;
  const pin = useMutation({
    mutationFn: () =>
      setPin(object.key, record.id, { stream: item.object ?? item.kind, item: item.id, pinned: !pinned }),
    onSuccess: () => again(client, keys.timeline(object.plural, record.id)),
  });
  const Mark = pinned ? PinOff : Pin;
  return (
    <>
      {Bespoke ? (
        <Suspense>
          <Bespoke item={item} object={object} record={record} />
        </Suspense>
      ) : (
        <Logged object={object} item={item} />
      )}
      {object.rights.update && (
        <PlainButton
          bare
          className={`line__pin ${pinned ? "line__pin--on" : ""}`}
          icon={<Mark size={14} aria-hidden="true" />}
          label={pinned ? t("happened:line.unpin") : t("happened:line.pin")}
          aria-pressed={pinned}
          disabled={pin.isPending}
          onClick={() => pin.mutate()}
        />
      )}
      <About related={item.related} />
    </>
  );
}
