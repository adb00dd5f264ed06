import type { ObjectMeta } from "@/api/types";
import type { Translate } from "@/lib/i18n";

type Happened = { verb: string; action?: string | null; via?: string | null };

const plain: Record<string, string> = {
  create: "created",
  created: "created",
  update: "updated",
  updated: "updated",
  delete: "deleted",
  deleted: "deleted",
  restore: "restored",
  restored: "restored",
};

/** What somebody did, in words: the action's own label where it was one. */
export function verbText(item: Happened, object: ObjectMeta, t: Translate): string {
  const action = object.actions.find((one) => one.name === item.action || one.name === item.verb);
  if (action) return t("record.did", { action: action.label });
  const verb = plain[item.verb];
  return verb ? t(`verbs.${verb}`) : item.verb;
}
