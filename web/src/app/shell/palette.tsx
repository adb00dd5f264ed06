import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { search } from "@/api/records";
import { useMeta, useObjects } from "@/metadata/meta";
import { openCreate } from "@/records/form/create-store";
import { Avatar } from "@/ui/avatar";
import { useOfferedActions } from "@/ui/context-actions";
import { Dialog } from "@/ui/dialog";
import { Icon } from "@/ui/icon";
import { useDelayed } from "@/ui/use-delayed";
import { show } from "./overlays";
import { AppCommands } from "./palette-commands";
import { usePlaces } from "./use-places";

const close = () => show(null);
const people = new Set(["contact", "lead", "user"]);

function Hits({ q }: { q: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const objectOf = useObjects();
  const found = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => search(q, signal),
    enabled: q.trim().length > 0,
    placeholderData: (previous) => (q ? previous : undefined),
  });
  const hits = (q ? found.data?.items : undefined) ?? [];
  if (hits.length === 0) return null;
  return (
    <Command.Group heading={t("palette.records")}>
      {hits.map((hit) => {
        const object = objectOf(hit.object);
        if (!object) return null;
        return (
          <Command.Item
            key={`${hit.object}${hit.id}`}
            value={`hit-${hit.object}-${hit.id}`}
            keywords={[q]}
            onSelect={() => {
              close();
              void navigate({ to: "/$plural/$id", params: { plural: object.plural, id: hit.id } });
            }}
          >
            <Avatar title={hit.title} person={people.has(hit.object)} />
            <span className="ellipsis">{hit.title}</span>
            <span className="palette__hint ellipsis grow">{hit.subtitle}</span>
            <span className="palette__hint">{object.label}</span>
          </Command.Item>
        );
      })}
    </Command.Group>
  );
}

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
    </Command.Group>
  );
}

/** Find anything, go anywhere, run any action. */
export function Palette() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const q = useDelayed(typed, 70);
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
        <Command.List>
          <Command.Empty>{t("palette.none", { q: typed })}</Command.Empty>
          <Hits q={q} />
          <Here />
          <Places />
          <Creations />
          <AppCommands close={close} />
        </Command.List>
      </Command>
    </Dialog>
  );
}
