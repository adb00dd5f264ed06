import { useQueryClient } from "@tanstack/react-query";
import { Dropdown, type MenuProps } from "antd";
import {
  Check,
  ChevronDown,
  ListChecks,
  MoreHorizontal,
  Plus,
  RotateCcw,
  Save,
  Star,
  Trash2,
  Users,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, SavedView } from "@/api/types";
import type { ListState } from "@/lib/list-state";
import { useObject } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { usePhone } from "@/ui/use-media";
import type { Columns } from "../list/use-columns";
import { type Saved, useViewChoice, useViewWork } from "./use-saved";
import { definitionOf, isChanged, isPlain, kindOf } from "./view-state";

const following = () => import("./follow-view");
const FollowLabel = lazy(() => following().then((module) => ({ default: module.FollowLabel })));
const ViewDialog = lazy(() => import("./view-dialog").then((module) => ({ default: module.ViewDialog })));

type Props = {
  object: ObjectMeta;
  state: ListState;
  change: (part: Partial<ListState>, push?: boolean) => void;
  saved: Saved;
  columns?: Columns;
  /** On a phone: whether rows are ticked instead of opened. */
  ticking?: { on: boolean; toggle: () => void };
};

const icons = { list: "list", board: "kanban", calendar: "calendar", tiles: "layout-grid" } as const;

function Name({ view, first }: { view: SavedView; first: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Icon name={icons[view.kind]} size={13} />
      <span className="ellipsis">{view.name}</span>
      {first && <Star size={11} aria-label={t("views.begins")} className="views__star" />}
      {view.shared && <Users size={11} aria-label={t("views.shared")} className="muted" />}
    </>
  );
}

/** The saved views of a list, what has changed in the one that is open, and keeping it. */
export function ViewBar({ object, state, change, saved, columns, ticking }: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  const client = useQueryClient();
  const { user } = useSignedIn();
  const may = useObject("view")?.rights.create ?? false;
  const { views, current } = saved;
  const work = useViewWork(object);
  const choose = useViewChoice(object, views);
  const [asking, setAsking] = useState<"new" | "edit" | null>(null);
  if (!views || state.bin) return null;

  const own = current?.definition.columns !== undefined && columns?.changed === true;
  const changed = current !== undefined && (isChanged(current, state) || own);
  const editable = current !== undefined && (current.mine || user.admin);
  const shown = columns?.names.map((field) => ({ field, width: columns.widths[field] ?? null }));
  const now = { kind: kindOf(state), definition: definitionOf(state, shown) };
  const reset = () => {
    if (!current) return;
    if (own) columns?.reset();
    saved.open(current);
  };
  const keep = () => {
    if (!current) return;
    work.save(current, now);
    if (own) columns?.reset();
  };
  const pinned = views.pinned.flatMap((id) => views.items.find((view) => view.id === id) ?? []);
  const others = views.items.filter((view) => !views.pinned.includes(view.id));
  const tabs = current && !pinned.includes(current) ? [...pinned, current] : pinned;
  const at = current ? views.pinned.indexOf(current.id) : -1;
  const moved = (by: number) => {
    const next = views.pinned.filter((id) => id !== current?.id);
    next.splice(at + by, 0, current?.id ?? "");
    choose({ pinned: next });
  };
  const entry = (view: SavedView) => ({
    key: view.id,
    label: (
      <span className="row">
        <Name view={view} first={view.id === views.first} />
      </span>
    ),
    onClick: () => saved.open(view),
  });
  const all = { key: "", label: t("views.all"), onClick: () => saved.open(null) };
  const deeds = current && [
    ...(editable ? [{ key: "edit", label: t("views.edit"), onClick: () => setAsking("edit") }] : []),
    {
      key: "follow",
      label: (
        <Suspense fallback="…">
          <FollowLabel view={current} />
        </Suspense>
      ),
      onClick: () => void following().then((module) => module.toggleFollow(client, current)),
    },
    { key: "copy", label: t("views.saveAs"), onClick: () => setAsking("new") },
    at < 0
      ? {
          key: "pin",
          label: t("views.pin"),
          onClick: () => choose({ pinned: [...views.pinned, current.id] }),
        }
      : {
          key: "unpin",
          label: t("views.unpin"),
          onClick: () => choose({ pinned: views.pinned.filter((id) => id !== current.id) }),
        },
    ...(at > 0 ? [{ key: "left", label: t("views.left"), onClick: () => moved(-1) }] : []),
    ...(at >= 0 && at < views.pinned.length - 1
      ? [{ key: "right", label: t("views.right"), onClick: () => moved(1) }]
      : []),
    current.id === views.first
      ? { key: "first", label: t("views.notFirst"), onClick: () => choose({ first: null }) }
      : { key: "first", label: t("views.first"), onClick: () => choose({ first: current.id }) },
    ...(editable
      ? [
          {
            key: "remove",
            danger: true,
            label: t("views.remove"),
            onClick: () => {
              saved.open(null);
              work.remove.mutate(current);
            },
          },
        ]
      : []),
  ];
  // A phone has no room for its button beside the list.
  const bin: MenuProps["items"] =
    columns && object.rights.delete
      ? [
          { type: "divider" },
          {
            key: "bin",
            icon: <Trash2 size={14} />,
            label: t("bin.open"),
            onClick: () => change({ bin: true }, true),
          },
        ]
      : [];
  return (
    <div className="views">
      {phone ? (
        <Dropdown
          trigger={["click"]}
          menu={{ items: [all, ...views.items.map(entry), ...bin], selectedKeys: [current?.id ?? ""] }}
        >
          <button type="button" className="plain views__pick" aria-label={t("views.pick")}>
            {current ? <Name view={current} first={current.id === views.first} /> : t("views.all")}
            <ChevronDown size={13} aria-hidden="true" />
          </button>
        </Dropdown>
      ) : (
        <nav className="views__tabs" aria-label={t("views.label", { objects: object.label_plural })}>
          <Tab on={!current} onClick={() => saved.open(null)}>
            {t("views.all")}
          </Tab>
          {tabs.map((view) => (
            <Tab key={view.id} on={view === current} onClick={() => saved.open(view)}>
              <Name view={view} first={view.id === views.first} />
            </Tab>
          ))}
          {others.length > 0 && (
            <Dropdown trigger={["click"]} menu={{ items: others.map(entry) }}>
              <PlainButton
                className="muted"
                icon={<ChevronDown size={13} />}
                label={t("views.more", { count: others.length })}
              />
            </Dropdown>
          )}
        </nav>
      )}
      {deeds && (
        <Dropdown trigger={["click"]} menu={{ items: deeds }}>
          <PlainButton
            bare
            icon={<MoreHorizontal size={15} />}
            label={t("views.deeds", { name: current.name })}
          />
        </Dropdown>
      )}
      <span className="grow" />
      {work.refused && (
        <span className="views__note views__refused" role="alert">
          {work.refused}
        </span>
      )}
      {current && current.dropped > 0 && (
        <span className="views__note" title={t("views.droppedHint")}>
          {t("views.dropped", { count: current.dropped })}
        </span>
      )}
      {changed && (
        <>
          <span className="views__changed" role="status">
            {t("views.changed")}
          </span>
          <PlainButton icon={<RotateCcw size={13} />} label={t("views.reset")} bare={phone} onClick={reset} />
          {editable && (
            <PlainButton icon={<Check size={13} />} label={t("views.save")} bare={phone} onClick={keep} />
          )}
        </>
      )}
      {may && (changed || (!current && (!isPlain(state) || columns?.changed))) && (
        <PlainButton
          icon={current ? <Plus size={13} /> : <Save size={13} />}
          label={current ? t("views.saveAs") : t("views.saveNew")}
          bare={phone}
          onClick={() => setAsking("new")}
        />
      )}
      {ticking && (
        <PlainButton
          icon={<ListChecks size={15} />}
          label={t("bulk.tick")}
          bare
          aria-pressed={ticking.on}
          onClick={ticking.toggle}
        />
      )}
      <Suspense>
        {asking && (
          <ViewDialog
            view={asking === "edit" ? current : undefined}
            suggested={current ? t("views.copyOf", { name: current.name }) : ""}
            onClose={() => setAsking(null)}
            submit={(values) =>
              asking === "edit" && current
                ? work.edit.mutateAsync({ view: current, values })
                : work.add.mutateAsync({ ...values, ...now }).then((made) => {
                    if (own || (!current && columns?.changed)) columns?.reset();
                    if (!views.pinned.includes(made.id)) choose({ pinned: [...views.pinned, made.id] });
                    change({ ...state, saved: made.id }, true);
                  })
            }
          />
        )}
      </Suspense>
    </div>
  );
}

function Tab({ on, onClick, children }: { on: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      className={`views__tab ${on ? "views__tab--on" : ""}`}
      aria-current={on ? "true" : undefined}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
