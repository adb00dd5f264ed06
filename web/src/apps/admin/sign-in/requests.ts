import { call } from "@/api/client";

/** The company's own sign-in as administrators see it; its secret never comes back. */
export type Provider = {
  issuer: string;
  client: string;
  label: string;
  two_step: boolean;
  domains: string[];
  required: boolean;
  has_secret: boolean;
};
export type Described = { provider: Provider | null; of_server: boolean; redirect: string };
/** Without `secret` the one there is stays. */
export type Wanted = Omit<Provider, "has_secret"> & { secret?: string };

export const readProvider = (signal?: AbortSignal): Promise<Described> =>
  call("GET", "/sign-in-provider", { signal });
export const saveProvider = (body: Wanted): Promise<Described> => call("POST", "/sign-in-provider", { body });
export const removeProvider = (): Promise<unknown> => call("DELETE", "/sign-in-provider", { body: {} });
export const tryProvider = (body: Wanted): Promise<{ client_known: boolean }> =>
  call("POST", "/sign-in-provider/test", { body });
