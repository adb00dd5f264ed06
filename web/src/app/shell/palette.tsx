import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMeta } from "@/metadata/meta";
import { useExtensions } from "@/records/extensions";
import { openCreate } from "@/records/form/create-store";
import { useOfferedActions } from "@/ui/context-actions";
import { Dialog } from "@/ui/dialog";
import { Icon } from "@/ui/icon";
import { show } from "./overlays";
import { AppCommands } from "./palette-commands";
import { Hits, useHits } from "./palette-hits";
import { Beginning, useSearches } from "./palette-recent";
import { usePlaces } from "./use-places";

const close = () => show(null);

function Here() {
  const { t } = useTranslation();
  const actions = useOfferedActions();
  if (actions.length === 0) return null;
  return (
    <Command.Group heading={t("palette.here")}>
      {actions.map((action) => (
        <Command.Item
          key={action.key}
          value={`here ${action.label}`}
          onSelect={() => {
            close();
            action.run();
          }}
        >
          <Icon name={action.icon ?? "zap"} />
          <span className="grow">{action.label}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Places() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { all } = usePlaces();
  return (
    <Command.Group heading={t("palette.go")}>
      {all.map((place) => (
        <Command.Item
          key={place.id}
          value={`go ${place.label}`}
          keywords={[place.id, place.to]}
          onSelect={() => {
            close();
            void navigate({ to: place.to });
          }}
        >
          <Icon name={place.icon} />
          <span className="grow">{place.label}</span>
          {place.letter && <kbd className="kbd">G {place.letter.toUpperCase()}</kbd>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Creations() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { objects: extended } = useExtensions();
  const { objects } = useMeta();
  return (
    <Command.Group heading={t("palette.create")}>
      {objects
        .filter((object) => object.rights.create && object.group !== "settings")
        .map((object) => (
          <Command.Item
            key={object.key}
            value={`new ${object.label}`}
            keywords={[object.key, t("app.new")]}
            onSelect={() => {
              close();
              openCreate({ object: object.key });
            }}
          >
            <Icon name="plus" />
            <span>{t("list.newOne", { object: object.label })}</span>
          </Command.Item>
        ))}
      {objects.map((object) => {
        const from = object.rights.create ? extended[object.key]?.from : undefined;
        if (!from) return null;
        return (
          <Command.Item
            key={from.to}
            value={`new ${object.label} ${t(from.label)}`}
            keywords={[object.key, t("app.new")]}
            onSelect={() => {
              close();
              void navigate({ to: from.to });
            }}
          >
            <Icon name={from.icon} />
            <span>{t(from.label)}</span>
          </Command.Item>
        );
      })}
    </Command.Group>
  );
}

/** Find anything, go anywhere, run any action. */
export function Palette() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const searches = useSearches();
  const [kept, setKept] = useState(searches.kept);
  const { groups, opening, behind, chosen, choose, enter } = useHits(typed, close, searches.remember);
  const forget = () => {
    searches.clear();
    setKept([]);
  };
  return (
    <Dialog
      onCancel={close}
      footer={null}
      closable={false}
      width={620}
      className="palette-modal"
      style={{ top: "12vh" }}
      styles={{ container: { padding: 0 } }}
      title={null}
    >
      <Command
        className="palette"
        label={t("app.search")}
        loop
        value={chosen}
        onValueChange={choose}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.nativeEvent.isComposing && enter()) event.preventDefault();
        }}
        filter={(value, query, words) => {
          if (value.startsWith("hit-")) return 2;
          const text = `${value} ${words?.join(" ") ?? ""}`.toLowerCase();
          return query
            .toLowerCase()
            .split(/\s+/)
            .every((word) => text.includes(word))
            ? 1
            : 0;
        }}
      >
        <Command.Input
          autoFocus
          value={typed}
          onValueChange={setTyped}
          placeholder={t("palette.placeholder")}
        />
        <Command.List label={t("app.search")}>
          <Command.Empty>
            {/* A list must not be without choices: what it says instead is one that cannot be taken. */}
            <div role="option" aria-selected="false" aria-disabled="true" tabIndex={-1}>
              {behind ? t("palette.searching") : t("palette.none", { q: typed })}
              {!behind && <div className="palette__how">{t("palette.how")}</div>}
            </div>
          </Command.Empty>
          {typed.trim() ? (
            <Hits groups={groups} opening={opening} />
          ) : (
            <Beginning kept={kept} look={setTyped} clear={forget} />
          )}
          <Here />
          <Places />
          <Creations />
          <AppCommands close={close} />
        </Command.List>
      </Command>
    </Dialog>
  );
}
