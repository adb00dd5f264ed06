import type { Extensions } from "@/records/extensions";

export const sales: Extensions["objects"] = {};
