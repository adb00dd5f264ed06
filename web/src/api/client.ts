import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import { newToken } from "@/lib/token";
import { askDuplicates } from "./duplicates";
import { Problem } from "./problem";
import { stepUp } from "./step-up";

type Method = "GET" | "POST" | "PATCH" | "DELETE";
export type Query = Record<string, string | number | boolean | object | null | undefined>;
type Options = {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  key?: string;
  duplicates?: string;
  byRules?: boolean;
  /** Why, or from where, something is written, for the Log. */
  reason?: string | undefined;
};

let csrf = "";
let signedOut = () => {};

export const setCsrf = (token: string): void => {
  csrf = token;
};

/** Called when the server says the session has ended. */
export const onSignedOut = (listener: () => void): void => {
  signedOut = listener;
};

/** `/accounts` + `{limit: 50}` → `/api/v1/accounts?limit=50`; objects are sent as JSON, empty values left out. */
export function apiUrl(path: string, query: Query = {}, prefix = "/api/v1"): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    search.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const text = search.toString();
  return `${prefix}${path}${text ? `?${text}` : ""}`;
}

/** What a request that `fetch` does not send (an upload with progress) needs to be taken as ours. */
export const writeHeaders = (): Record<string, string> => ({
  "Accept-Language": languageTag(currentLanguage()),
  "X-CSRF-Token": csrf,
});

function headersFor(method: Method, options: Options): Headers {
  const headers = new Headers({
    Accept: "application/json",
    "Accept-Language": languageTag(currentLanguage()),
  });
  if (method !== "GET") {
    headers.set("X-CSRF-Token", csrf);
    headers.set("Idempotency-Key", options.key ?? newToken());
  }
  if (options.duplicates !== undefined)
    headers.set("Haoke-Duplicates", encodeURIComponent(options.duplicates));
  if (options.reason) headers.set("Haoke-Reason", encodeURIComponent(options.reason));
  if (options.byRules) headers.set("Haoke-Owner", "rules");
  if (options.body !== undefined && !(options.body instanceof FormData))
    headers.set("Content-Type", "application/json");
  return headers;
}

async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get("Retry-After")) || null;
  const body = await response.json().catch(() => ({ title: response.statusText }));
  return new Problem(response.status, { ...body, retryAfter });
}

let writes = 0;
/** Whether something is on its way to be written. */
export const isWriting = (): boolean => writes > 0;

const underWay = new Map<string, Promise<unknown>>();

/** The same written while it is under way is the same click once more: both get the one answer. Files are never the same. */
function once<T>(method: Method, path: string, options: Options): Promise<T> {
  if (options.signal || options.body instanceof FormData) return send<T>(method, path, options);
  const same = JSON.stringify([method, path, options]);
  const found = underWay.get(same) ?? send<T>(method, path, options).finally(() => underWay.delete(same));
  underWay.set(same, found);
  return found as Promise<T>;
}

/** One call to the API; answers parsed JSON or throws a `Problem`. */
export async function call<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  if (method === "GET") return send<T>(method, path, options);
  writes += 1;
  try {
    return await once<T>(method, path, options);
  } finally {
    writes -= 1;
  }
}

async function send<T>(method: Method, path: string, options: Options): Promise<T> {
  const { body } = options;
  const response = await fetch(apiUrl(path, options.query), {
    method,
    headers: headersFor(method, options),
    body:
      body === undefined || body instanceof FormData ? (body as FormData | undefined) : JSON.stringify(body),
    credentials: "same-origin",
    signal: options.signal ?? null,
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, {});
  });
  if (response.status === 401 && path !== "/session") signedOut();
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code === "step_up_required" && (await stepUp())) return send<T>(method, path, options);
    if (problem.extra.duplicates) {
      const reason = await askDuplicates(problem, { path, body });
      if (reason !== null) return send<T>(method, path, { ...options, duplicates: reason });
    }
    throw problem;
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}
