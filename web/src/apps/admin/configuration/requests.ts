import { apiUrl, call } from "@/api/client";

/** One record of the file; `fields` of what changes, `message` why it does not fit. */
export type Line = {
  id: string;
  object: string;
  label?: string;
  name: string;
  fields?: string[];
  message?: string;
};
/** What putting a configuration in place makes and changes, what stays as it is, and what does not fit. */
export type Report = {
  made: Line[];
  changed: Line[];
  conflicts: Line[];
  /** What the file has switched on and what is off here until somebody switches it on. */
  off: (Line & { plural: string })[];
  same: number;
  change?: string;
};
/** A configuration as it was read from a file. */
export type Configuration = { left_out?: string[] } & Record<string, unknown>;

export const configurationFile = (): string => apiUrl("/configuration");

export const tryConfiguration = (document: Configuration, without: string[]): Promise<Report> =>
  call("POST", "/configuration/preview", { body: { ...document, without } });

export const applyConfiguration = (document: Configuration, without: string[]): Promise<Report> =>
  call("POST", "/configuration", { body: { ...document, without } });
