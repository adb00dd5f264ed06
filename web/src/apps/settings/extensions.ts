import type { Extensions } from "@/records/extensions";

export const settings: Extensions["objects"] = {};
