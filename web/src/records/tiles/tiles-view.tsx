import { ChevronDown, MapPin, Sigma } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { allOf, type Node } from "@/lib/criteria";
import type { ListState } from "@/lib/list-state";
import { Empty } from "@/ui/empty";
import { Menu } from "@/ui/menu";
import { Waiting } from "@/ui/waiting";
import { Above } from "../list/above";
import { LeftOutNote } from "../sums/left-out";
import { useListState } from "../use-list-state";
import { Countries } from "./countries";
import { addressFields, amountFields } from "./fields";
import { ready } from "./texts";
import { Tiles } from "./tiles";
import { useTiles } from "./use-tiles";
import "./tiles.css";

await ready;

/** How many records lie in each province, or what they come to; a tile opens the list of them. */
export function TilesView({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation("tiles");
  const [state, change] = useListState();
  const [abroad, setAbroad] = useState(false);
  const tiles = useTiles(object, state);
  const open = (filter: Node | undefined) =>
    change({ view: undefined, filter: allOf(state.filter, filter) ?? undefined }, true);
  const { data, error } = tiles.totals;
  const left = data?.left_out ?? {};
  return (
    <>
      <Above object={object} state={state} change={change} count={data?.count} />
      <Choices object={object} by={tiles.by} measure={tiles.measure} change={change} />
      {Object.keys(left).length > 0 && <LeftOutNote object={object} left={left} whole={state} />}
      {error && !data ? (
        <Empty icon="alert-triangle" title={t("translation:list.failed")} hint={error.message} />
      ) : !data ? (
        <Waiting />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
        <section className="tiles" tabIndex={0} aria-label={t("label", { objects: object.label_plural })}>
          {abroad ? (
            <Countries tiles={tiles} onOpen={open} onBack={() => setAbroad(false)} />
          ) : (
            <Tiles tiles={tiles} onOpen={open} onAbroad={() => setAbroad(true)} />
          )}
        </section>
      )}
    </>
  );
}

type ChoicesProps = {
  object: ObjectMeta;
  by: FieldMeta | undefined;
  measure: FieldMeta | undefined;
  change: (part: Partial<ListState>) => void;
};

/** By which address, and whether records are counted or an amount of theirs is added up. */
function Choices({ object, by, measure, change }: ChoicesProps) {
  const { t } = useTranslation("tiles");
  const [addresses, amounts] = [addressFields(object), amountFields(object)];
  const count = t("count", { objects: object.label_plural });
  const said = ({ name, label }: FieldMeta) => ({ key: name, label });
  return (
    <div className="tiles__bar">
      {addresses.length > 1 && (
        <Menu
          selected={by?.name ?? ""}
          items={addresses.map((field) => ({ ...said(field), onClick: () => change({ place: field.name }) }))}
        >
          <button type="button" className="plain">
            <MapPin size={14} aria-hidden="true" />
            <span className="sr-only">{t("by")}</span>
            <span className="ellipsis">{by?.label}</span>
            <ChevronDown size={13} aria-hidden="true" />
          </button>
        </Menu>
      )}
      {amounts.length > 0 && (
        <Menu
          selected={measure?.name ?? ""}
          items={[
            { key: "", label: count, onClick: () => change({ measure: undefined }) },
            ...amounts.map((field) => ({
              ...said(field),
              onClick: () => change({ measure: field.name }),
            })),
          ]}
        >
          <button type="button" className="plain">
            <Sigma size={14} aria-hidden="true" />
            <span className="sr-only">{t("measure")}</span>
            <span className="ellipsis">{measure?.label ?? count}</span>
            <ChevronDown size={13} aria-hidden="true" />
          </button>
        </Menu>
      )}
    </div>
  );
}
