import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Switch } from "antd";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { type Module, readModules, redraw, switchModule } from "./requests";
import "./setup.css";

/** Modules with a switch each; what is off is nowhere. */
export function Modules() {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: ["modules"], queryFn: ({ signal }) => readModules(signal) });
  return (
    <>
      <p className="muted">{t("setup:modules")}</p>
      {list.isPending && <Waiting />}
      {list.error && <Note danger>{list.error.message}</Note>}
      <ul className="rows">
        {list.data?.items.map((module) => (
          <Line key={module.key} module={module} />
        ))}
      </ul>
    </>
  );
}

function Line({ module }: { module: Module }) {
  const client = useQueryClient();
  const turn = useMutation({
    mutationFn: (active: boolean) => switchModule(module.key, active),
    onSettled: () => redraw(client),
  });
  return (
    <li>
      <Icon name={module.icon} />
      <div className="grow">
        <strong>{module.label}</strong>
        <p className="muted">{module.description}</p>
      </div>
      <Switch
        checked={turn.isPending ? turn.variables : module.active}
        loading={turn.isPending}
        aria-label={module.label}
        onChange={(active) => turn.mutate(active)}
      />
    </li>
  );
}
