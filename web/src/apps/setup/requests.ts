import type { QueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import { keys } from "@/api/keys";

export type Preset = {
  key: string;
  label: string;
  description: string;
  icon: string;
  modules: { key: string; label: string; active: boolean }[];
  fields: { object: string; label: string; kind: string }[];
  pipelines: { label: string; stages: string[] }[];
};
/** `change`: by which the applied one is undone. */
export type Presets = { applied: string | null; change: string | null; items: Preset[] };
export type Module = {
  key: string;
  label: string;
  description: string;
  icon: string;
  active: boolean;
  objects: string[];
};

export const readPresets = (signal?: AbortSignal): Promise<Presets> => call("GET", "/presets", { signal });
export const applyPreset = (preset: string): Promise<Presets> =>
  call("POST", "/presets", { body: { preset } });
export const readModules = (signal?: AbortSignal): Promise<{ items: Module[] }> =>
  call("GET", "/modules", { signal });
export const switchModule = (key: string, active: boolean): Promise<{ items: Module[] }> =>
  call("PATCH", `/modules/${key}`, { body: { active } });

export type Checklist = {
  items: { key: string; label: string; hint: string; to: string; done: boolean }[];
  due: { key: string; label: string; to: string }[];
  dismissed: boolean;
  toured: boolean;
};
export const readChecklist = (signal?: AbortSignal): Promise<Checklist> =>
  call("GET", "/checklist", { signal });
export const putAway = (what: "checklist" | "tour", away = true): Promise<Checklist> =>
  call("PATCH", "/checklist", { body: { what, away } });
export const checklistKey = ["checklist"];

/** After the set of fields, objects or the company itself has changed: every screen is drawn anew. */
export function redraw(client: QueryClient): void {
  for (const queryKey of [["meta"], ["presets"], ["modules"], ["rows"], keys.session, keys.today])
    void client.invalidateQueries({ queryKey });
}
