import type { Extensions } from "@/records/extensions";
import { sales } from "./sales/extensions";
import { settings } from "./settings/extensions";

/** What the apps add to the generic screens, by object. */
export const extensions: Extensions = { ...sales, ...settings };
