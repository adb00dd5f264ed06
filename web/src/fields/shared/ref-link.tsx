import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/api/types";
import { useObject } from "@/metadata/meta";
import { Avatar } from "@/ui/avatar";
import { Tag } from "@/ui/tag";
import { useLinks } from "../links";
import { useColours } from "./use-colours";

type Props = { target: string | null | undefined; value: Ref; person?: boolean };

/** A record by avatar (a stage and its like by their colour) and title, leading to its page; unnamed when hidden. */
export function RefLink({ target, value, person = false }: Props) {
  const { t } = useTranslation();
  const object = useObject(target);
  const links = useLinks();
  const colour = useColours(object).get(value.id);
  const configured = object?.group === "settings" && !person;
  if (value.title === null) return <span className="muted ellipsis">{t("common.hidden")}</span>;
  const inside = colour ? (
    <Tag text={value.title} colour={colour} />
  ) : (
    <>
      {!configured && <Avatar title={value.title} person={person} />}
      <span className="ellipsis">{value.title}</span>
    </>
  );
  if (!object || !links) return <span className="ref row">{inside}</span>;
  return (
    <Link
      className="ref row"
      to="/$plural/$id"
      params={{ plural: object.plural, id: value.id }}
      title={value.title}
    >
      {inside}
    </Link>
  );
}
