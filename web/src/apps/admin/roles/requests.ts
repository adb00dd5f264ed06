import { call } from "@/api/client";
import type { RecordData } from "@/api/types";
import type { Fields, Grants } from "./grants";

type Named = { name: string; label: string };
/** `named`: given only where a role names it; what says "everything" does not cover it. */
export type CatalogVerb = Named & { named: boolean };
export type CatalogField = Named & { personal: boolean };
export type CatalogObject = {
  key: string;
  label: string;
  icon: string;
  group: string;
  open: boolean;
  /** What it goes by when it has no rights of its own. */
  follows: string | null;
  actions: CatalogVerb[];
  fields: CatalogField[];
};
export type Catalog = {
  verbs: CatalogVerb[];
  scopes: Named[];
  rights: Named[];
  groups: Named[];
  personal: Named;
  objects: CatalogObject[];
};

export type RoleRecord = RecordData & {
  name: { zh?: string; en?: string };
  description: { zh?: string; en?: string } | null;
  code: string | null;
  grants: Grants | null;
  fields: Fields | null;
};

type Changed = Named & { wider: number; narrower: number };
export type ExposureLine = {
  object: string;
  label: string;
  gained: number;
  lost: number;
  capped: boolean;
  gaining: number;
  losing: number;
  verbs: Changed[];
  fields: Changed[];
};
/** What a change of rights would open and close; `more` people and, when `unfinished`, some rows were not counted. */
export type Exposure = {
  people: number;
  more: number;
  unfinished: boolean;
  gained: number;
  lost: number;
  capped: boolean;
  gaining: number;
  widens: boolean;
  objects: ExposureLine[];
  persons: { id: string; name: string; gained: number; lost: number }[];
};
export type Planned = {
  object: "role" | "user" | "department" | "team_member";
  id?: string;
  values?: object;
  delete?: boolean;
};

export const readCatalog = (signal?: AbortSignal): Promise<Catalog> => call("GET", "/rights", { signal });

export const previewRights = (planned: Planned, signal?: AbortSignal): Promise<Exposure> =>
  call("POST", "/rights/preview", { body: planned, signal });
