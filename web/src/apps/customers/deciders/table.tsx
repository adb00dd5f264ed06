import { Link } from "@tanstack/react-router";
import { Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";
import { inRow } from "@/lib/i18n";
import { Avatar } from "@/ui/avatar";
import { PlainButton } from "@/ui/plain-button";
import { type DecisionMap, influencedBy, type Person, superiorOf } from "./requests";
import { LastTouch, PartValue, Strength, textOf } from "./shown";
import { forest, inOrder } from "./tree";

type Props = { map: DecisionMap; onEdit?: (person: Person) => void };

function Who({ person, depth }: { person: Person; depth: number }) {
  const { t } = useTranslation("deciders");
  const name = textOf(person.name);
  const rest = [textOf(person.title), textOf(person.unit)].filter(Boolean);
  if (!person.here) rest.push(person.account?.title ?? t("gone"));
  return (
    <div className="decider__who" style={{ paddingInlineStart: Math.min(depth, 4) * 18 }}>
      <Avatar title={name} person size="large" />
      <div className="decider__name">
        <Link className="decider__link" to="/$plural/$id" params={{ plural: "contacts", id: person.id }}>
          {name}
        </Link>
        <span className="muted">{rest.join(" · ")}</span>
      </div>
    </div>
  );
}

function Lines({ map, person }: { map: DecisionMap; person: Person }) {
  const { t } = useTranslation("deciders");
  const superior = superiorOf(map, person.id);
  const influenced = influencedBy(map, person.id).map((line) => line.to.title ?? "—");
  return (
    <>
      {superior && <div>{t("reportsTo", { name: superior.to.title })}</div>}
      {influenced.length > 0 && <div className="muted">{t("influences", { names: inRow(influenced) })}</div>}
    </>
  );
}

/** Everybody in the order of who reports to whom; each line can be drawn from here as well. */
export function DecidersTable({ map, onEdit }: Props) {
  const { t } = useTranslation("deciders");
  return (
    <table className="deciders__table">
      <thead>
        <tr>
          <th scope="col">{t("person")}</th>
          <th scope="col">{t("decides")}</th>
          <th scope="col">{t("lines")}</th>
          <th scope="col">{t("touch")}</th>
          {onEdit && (
            <th scope="col">
              <span className="sr-only">{t("edit")}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {inOrder(forest(map)).map(({ person, depth }) => (
          <tr key={person.id}>
            <th scope="row">
              <Who person={person} depth={depth} />
            </th>
            <td>
              <div className="decider__marks">
                <PartValue part={person.part} name="roles" />
                <PartValue part={person.part} name="stance" />
                <Strength part={person.part} />
              </div>
            </td>
            <td>
              <Lines map={map} person={person} />
            </td>
            <td>
              <LastTouch person={person} />
              {person.known_by.length > 0 && (
                <div className="muted">{inRow(person.known_by.map((each) => each.title ?? "—"))}</div>
              )}
            </td>
            {onEdit && (
              <td>
                <PlainButton
                  bare
                  icon={<Pencil size={14} />}
                  label={t("editOne", { name: textOf(person.name) })}
                  onClick={() => onEdit(person)}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
