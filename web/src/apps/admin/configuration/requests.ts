import { apiUrl, call } from "@/api/client";

type Line = { object: string; label?: string; name: string };
/** What putting a configuration in place makes and changes, what stays as it is, and what does not fit. */
export type Report = {
  made: Line[];
  changed: (Line & { fields: string[] })[];
  conflicts: (Line & { message: string })[];
  same: number;
  change?: string;
};

export const configurationFile = (): string => apiUrl("/configuration");

export const tryConfiguration = (document: object): Promise<Report> =>
  call("POST", "/configuration/preview", { body: document });

export const applyConfiguration = (document: object): Promise<Report> =>
  call("POST", "/configuration", { body: document });
