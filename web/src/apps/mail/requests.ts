import { call } from "@/api/client";
import type { ReachNote } from "@/api/types";

export type Box = {
  id: string;
  name: string;
  address: string;
  sender_name: string | null;
  signature: string | null;
  shared: boolean;
};
export type Receiver = { address: string; name: string; object: string; id: string };
/** A receiver who wants no mail, or whose mail came back. */
export type Warned = {
  address: string;
  kind: "bounced" | "unsubscribed" | "asked";
  label: string;
  since: string;
  note: string | null;
};
/** `notes`: what else is to be known of a receiver. */
export type Warnings = { items: Warned[]; notes: { address: string; notes: ReachNote[] }[] };
export type Security = "tls" | "starttls" | "none";
export type Servers = {
  smtp_host: string;
  smtp_port: number;
  smtp_security: Security;
  imap_host: string | null;
  imap_port: number;
  imap_security: Security;
};
export type Preset = Servers & { key: string; label: string; domains: string[]; hint: string };
export type Trial = Record<"smtp" | "imap", { ok: boolean; message: string } | null>;
export type BoxState = {
  id: string;
  password: boolean;
  read_at: string | null;
  problem: string | null;
  /** Whether its owner may not sign in any more. */
  left: boolean;
};

type Items<T> = { items: T[] };

export const readBoxes = (signal?: AbortSignal): Promise<Items<Box>> =>
  call("GET", "/mail/boxes", { signal });
export const readPresets = (signal?: AbortSignal): Promise<Items<Preset>> =>
  call("GET", "/mail/presets", { signal });
export const readStates = (signal?: AbortSignal): Promise<Items<BoxState>> =>
  call("GET", "/mail/states", { signal });
export const readReceivers = (
  object: string,
  id: string,
  q: string,
  signal?: AbortSignal,
): Promise<Items<Receiver>> => call("GET", "/mail/receivers", { query: { object, id, q }, signal });
export const readWarnings = (people: string[], signal?: AbortSignal): Promise<Warnings> =>
  call("POST", "/mail/warnings", { body: { people }, signal });
export const watchMail = (): Promise<unknown> => call("POST", "/mail/watch", { body: {} });
export const tryServers = (body: object): Promise<Trial> => call("POST", "/mail/trials", { body });

export const mailKeys = {
  boxes: ["mail", "boxes"] as const,
  presets: (language: string) => ["mail", "presets", language] as const,
  states: ["rows", "mailboxes", "states"] as const,
  warnings: (people: string[]) => ["mail", "warnings", people] as const,
  receivers: (object: string, id: string) => ["mail", "receivers", object, id] as const,
};
