import { call } from "@/api/client";
import type { Page, Ref } from "@/api/types";
import type { Template, Trial } from "./types";

export const automationKeys = {
  templates: (language: string) => ["automation", "templates", language] as const,
  trial: (rule: string) => ["automation", "trial", rule] as const,
};

export const tryRule = (rule: object, signal?: AbortSignal): Promise<Trial> =>
  call("POST", "/automation-trials", { body: rule, signal });
export const readTemplates = (signal?: AbortSignal): Promise<{ items: Template[] }> =>
  call("GET", "/automation-templates", { signal });

export type Delivery = {
  id: string;
  object: string;
  record: Ref;
  verb: "create" | "update" | "delete" | "restore" | "ping" | "automation";
  state: "queued" | "done" | "failed" | "dropped";
  attempts: number;
  status: number | null;
  error: string | null;
  took: number | null;
  created_at: string;
  tried_at: string | null;
  again: boolean;
};
/** `body` (made before the first attempt) and `reply` are `open` to the webhook's owner and administrators alone. */
export type DeliveryInFull = Delivery & { body: string | null; reply: string | null; open: boolean };

export const deliveryKeys = {
  of: (webhook: string) => ["deliveries", webhook] as const,
  one: (id: string) => ["delivery", id] as const,
};

/** `down`: since when the receiver does not answer, when it is tried again, how much waits; `failed`: how many. */
export type Deliveries = Page<Delivery> & {
  down: { since: string; until: string; held: number } | null;
  failed: number;
};

export const listDeliveries = (
  webhook: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Deliveries> => call("GET", "/webhook-deliveries", { query: { webhook, cursor }, signal });
export const readDelivery = (id: string, signal?: AbortSignal): Promise<DeliveryInFull> =>
  call("GET", `/webhook-deliveries/${id}`, { signal });
export const sendAgain = (id: string): Promise<DeliveryInFull> =>
  call("POST", `/webhook-deliveries/${id}/replay`, { body: {} });
export const sendAllAgain = (webhook: string): Promise<{ queued: number }> =>
  call("POST", "/webhook-deliveries/replay", { body: { webhook } });

/** What a message would make of a way in; nothing is written. */
export type Attempt = { outcome: "created" | "updated"; values: Record<string, unknown> };
export const tryMessage = (endpoint: string, message: Record<string, unknown>): Promise<Attempt> =>
  call("POST", "/inbound-trials", { body: { endpoint, message } });
