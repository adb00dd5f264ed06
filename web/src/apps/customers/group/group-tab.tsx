import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import type { Node } from "@/lib/criteria";
import { fullDate, relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { compactMoney, fullMoney } from "@/lib/money";
import { useMeta, useObject } from "@/metadata/meta";
import { isMasked, titleOf } from "@/metadata/values";
import type { PanelProps } from "@/records/extensions";
import { openCreate } from "@/records/form/create-store";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { type FigureName, type Figures, type Group, type GroupNode, groupKey, readGroup } from "./requests";
import "./group.css";

const nameOf = ({ name }: GroupNode): string => (isMasked(name) ? name.masked : String(name ?? "—"));
const amounts = new Set<FigureName>(["open_amount", "won_amount"]);

/** One figure as text with its exact form; null for what there is nothing of. */
function useFigure(): (name: FigureName, figures: Figures) => { text: string; exact?: string } | null {
  const currency = useMeta().base_currency ?? "CNY";
  const language = currentLanguage();
  return (name, figures) => {
    const value = figures[name];
    if (value === null || value === undefined) return null;
    const text = String(value);
    if (name === "last_contact")
      return { text: relativeDay(text, language), exact: fullDate(text, language) };
    if (!amounts.has(name)) return { text };
    return { text: compactMoney(text, currency, language), exact: fullMoney(text, currency, language) };
  };
}

/** A figure of an account: of all below it where there are any, with its own share under it. */
function Cell({ name, node }: { name: FigureName; node: GroupNode }) {
  const { t } = useTranslation("group");
  const figure = useFigure();
  const [whole, own] = [figure(name, node.total ?? node.figures), figure(name, node.figures)];
  return (
    <td className="num" data-label={t(`figure.${name}`)}>
      {whole ? <span title={whole.exact}>{whole.text}</span> : <span className="faint">—</span>}
      {node.total && name !== "last_contact" && own?.text !== whole?.text && (
        <span className="muted group__own" title={own?.exact}>
          {t("ownShare", { figure: own?.text ?? "—" })}
        </span>
      )}
    </td>
  );
}

function Row({ node, figures }: { node: GroupNode; figures: FigureName[] }) {
  const { t } = useTranslation("group");
  return (
    <tr aria-current={node.own || undefined}>
      <th scope="row">
        <div className="group__name" style={{ paddingInlineStart: Math.min(node.depth, 6) * 16 }}>
          <Link
            className="group__link"
            to="/$plural/$id"
            params={{ plural: "accounts", id: node.id }}
            search={{ tab: "group" }}
          >
            {nameOf(node)}
          </Link>
          {node.own && <Tag text={t("here")} colour="blue" />}
          {node.owner?.title && <span className="muted">{node.owner.title}</span>}
        </div>
      </th>
      {figures.map((name) => (
        <Cell key={name} name={name} node={node} />
      ))}
    </tr>
  );
}

/** Lists of what hangs on the accounts shown, while their ids fit into an address. */
const fitting = 30;

function Lists({ group }: { group: Group }) {
  const { t } = useTranslation("group");
  const objects = [useObject("opportunity"), useObject("contact")];
  const value = group.nodes.map((node) => ({ id: node.id, title: nameOf(node) }));
  if (value.length > fitting || group.more > 0) return null;
  const filter: Node = { and: [{ field: "account", op: "in", value }] };
  return objects
    .filter((object) => object?.rights.read)
    .map(
      (object) =>
        object && (
          <Link
            key={object.key}
            className="group__list"
            to="/$plural"
            params={{ plural: object.plural }}
            search={{ filter }}
          >
            {t("listOf", { objects: object.label_plural })}
          </Link>
        ),
    );
}

function AddBelow({ object, record }: { object: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation("group");
  if (!object.rights.create) return null;
  const parent = { id: record.id, title: titleOf(object, record, currentLanguage()) };
  return (
    <PlainButton
      icon={<Plus size={14} />}
      label={t("add")}
      onClick={() => openCreate({ object: object.key, values: { parent } })}
    />
  );
}

function Table({ group }: { group: Group }) {
  const { t } = useTranslation("group");
  const figures = group.figures.filter((name) => name !== "left_out");
  return (
    <table className="group__table">
      <thead>
        <tr>
          <th scope="col">{t("account")}</th>
          {figures.map((name) => (
            <th key={name} scope="col" className="num">
              {t(`figure.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {group.nodes.map((node) => (
          <Row key={node.id} node={node} figures={figures} />
        ))}
      </tbody>
    </table>
  );
}

/** The group an account belongs to: its place in the tree, and figures of each account and of all below it. */
export function GroupTab({ object, record }: PanelProps) {
  const { t } = useTranslation("group");
  const [whole, setWhole] = useState(false);
  const query = useQuery({
    queryKey: groupKey(record.id, whole),
    queryFn: ({ signal }) => readGroup(record.id, whole, signal),
    placeholderData: (before) => before,
  });
  if (query.error) return <Broken query={query} />;
  if (!query.data) return <Waiting />;
  const group = query.data;
  const add: ReactNode = <AddBelow object={object} record={record} />;
  if (group.nodes.length < 2)
    return (
      <Empty icon="network" title={t("none")} hint={t("noneHint")}>
        {add}
      </Empty>
    );
  const left = Number((group.nodes[0]?.total ?? group.nodes[0]?.figures)?.left_out ?? 0);
  return (
    <div className="group">
      <div className="group__head">
        <Lists group={group} />
        <span className="grow" />
        {add}
      </div>
      <Table group={group} />
      {group.more > 0 && (
        <PlainButton label={t("more", { count: group.more })} onClick={() => setWhole(true)} />
      )}
      {group.cut && <Note>{t("cut")}</Note>}
      <p className="muted">
        {t("seen")} {group.note} {left > 0 && t("left", { count: left })}
      </p>
    </div>
  );
}
