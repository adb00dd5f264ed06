import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { undoChange } from "@/api/records";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { applyPreset, type Preset, readPresets, redraw } from "./requests";

/** What an industry begins with: chosen, shown, applied, and undone as a whole. */
export function PresetChoice() {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: ["presets"], queryFn: ({ signal }) => readPresets(signal) });
  const [chosen, setChosen] = useState<string | null>(null);
  const open = list.data?.items.find((each) => each.key === (chosen ?? list.data.applied));
  return (
    <>
      <p className="muted">{t("setup:preset")}</p>
      {list.isPending && <Waiting />}
      {list.error && <Note danger>{list.error.message}</Note>}
      <div className="setup__cards">
        {list.data?.items.map((preset) => (
          <button
            key={preset.key}
            type="button"
            className="setup__card"
            aria-pressed={open?.key === preset.key}
            onClick={() => setChosen(preset.key)}
          >
            <Icon name={preset.icon} size={20} />
            <strong>
              {preset.label}{" "}
              {list.data.applied === preset.key && <Tag text={t("setup:applied")} colour="green" />}
            </strong>
            <span className="muted">{preset.description}</span>
          </button>
        ))}
      </div>
      {list.data && open && (
        <Changes
          key={open.key}
          preset={open}
          undoable={list.data.applied === open.key ? list.data.change : null}
        />
      )}
    </>
  );
}

function useApply(preset: Preset) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: undoChange,
    onSuccess: ({ kept }) => {
      toast(kept.length > 0 ? t("setup:undoneSome", { count: kept.length }) : t("setup:undone"));
      redraw(client);
    },
  });
  const apply = useMutation({
    meta: { quiet: true },
    mutationFn: () => applyPreset(preset.key),
    onSuccess: ({ change }) => {
      const action = change ? { label: t("setup:undo"), run: () => undo.mutate(change) } : undefined;
      toast(t("setup:appliedToast"), { action });
      redraw(client);
    },
  });
  return { apply, undo };
}

/** What applying a preset would change now. */
function Changes({ preset, undoable }: { preset: Preset; undoable: string | null }) {
  const { t } = useTranslation();
  const { apply, undo } = useApply(preset);
  const none = preset.fields.length + preset.pipelines.length + preset.modules.length === 0;
  return (
    <section className="setup__changes" aria-label={preset.label}>
      {none && <p className="muted">{t("setup:nothing")}</p>}
      {preset.modules.length > 0 && (
        <Part title={t("setup:step.modules")}>
          {preset.modules.map((module) => (
            <li key={module.key}>
              {module.label}{" "}
              <Tag
                text={t(`setup:state.${module.active ? "on" : "off"}`)}
                colour={module.active ? "green" : "gray"}
              />
            </li>
          ))}
        </Part>
      )}
      {preset.fields.length > 0 && (
        <Part title={t("setup:fields")}>
          {preset.fields.map((field) => (
            <li key={`${field.object} ${field.label}`}>
              <span className="muted">{field.object}</span> {field.label}{" "}
              <span className="muted">{t(`setup:kind.${field.kind}`)}</span>
            </li>
          ))}
        </Part>
      )}
      {preset.pipelines.length > 0 && (
        <Part title={t("setup:pipelines")}>
          {preset.pipelines.map((pipeline) => (
            <li key={pipeline.label} className="setup__wide">
              {pipeline.label} <span className="muted">{pipeline.stages.join(" › ")}</span>
            </li>
          ))}
        </Part>
      )}
      {apply.error && <Note danger>{apply.error.message}</Note>}
      <div className="setup__foot">
        {!none && (
          <Button type="primary" loading={apply.isPending} onClick={() => apply.mutate()}>
            {t("setup:apply")}
          </Button>
        )}
        {undoable && (
          <Button loading={undo.isPending} onClick={() => undo.mutate(undoable)}>
            {t("setup:undo")}
          </Button>
        )}
      </div>
    </section>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </>
  );
}
