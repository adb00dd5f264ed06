import { call } from "@/api/client";
import type { Template, Trial } from "./types";

export const automationKeys = {
  templates: (language: string) => ["automation", "templates", language] as const,
  trial: (rule: string) => ["automation", "trial", rule] as const,
};

export const tryRule = (rule: object, signal?: AbortSignal): Promise<Trial> =>
  call("POST", "/automation-trials", { body: rule, signal });
export const readTemplates = (signal?: AbortSignal): Promise<{ items: Template[] }> =>
  call("GET", "/automation-templates", { signal });
