import type { Former, ObjectMeta, Ref, TimelineItem } from "@/api/types";
import type { Translate } from "@/lib/i18n";
import "./texts";

type Happened = Pick<TimelineItem, "verb" | "action" | "via" | "data">;

const plain: Record<string, string> = {
  create: "created",
  created: "created",
  update: "updated",
  updated: "updated",
  delete: "deleted",
  deleted: "deleted",
  restore: "restored",
  restored: "restored",
  "x:approval_submitted": "approval_submitted",
  "x:approval_approved_by": "approval_approved",
  "x:approval_rejected_by": "approval_rejected",
  "x:approval_returned_by": "approval_returned",
  "x:approval_handed_on_by": "approval_handed_on",
  "x:approval_added_by": "approval_added",
  "x:approval_passed": "approval_passed",
  "x:approval_rejected": "approval_refused",
  "x:approval_returned": "approval_back",
  "x:approval_withdrawn": "approval_withdrawn",
  "x:message_came": "message_came",
  "x:tell": "told",
  "x:seen_as": "seen_as",
  "x:job_retried": "job_retried",
  "x:job_discarded": "job_discarded",
  "x:seen_as_ended": "seen_as_ended",
};

/** What happens to persons' own access; its words come with this module. */
const own = new Set([
  "purge",
  "consent",
  "x:counted_on",
  "x:merged",
  "x:unmerged",
  "x:unmasked",
  "x:exported",
  "x:pinned",
  "x:unpinned",
  "x:erase",
  "x:erased",
  "x:two_step_on",
  "x:two_step_off",
  "x:two_step_reset",
  "x:recovery_codes_made",
  "x:recovery_code_used",
  "x:password_changed",
  "x:password_set",
  "x:key_made",
  "x:key_removed",
  "x:identity_linked",
  "x:identity_unlinked",
  "x:registry_set",
  "x:registry_ended",
  "x:sign_in_set",
  "x:sign_in_ended",
] as string[]);

/** What an assignment rule did. */
const GIVEN = "x:given";

/** What names those it was done to, where the line knows them. */
const toWhom = new Set(["x:approval_handed_on_by", "x:approval_added_by"]);

/** By which way something was done. */
export const viaText = (via: string, t: Translate): string => t(`happened:via.${via}`, { defaultValue: via });

/** What somebody did, in words: the action's own label where it was one. */
export function verbText(item: Happened, object: Pick<ObjectMeta, "actions">, t: Translate): string {
  const action = object.actions.find((one) => one.name === item.action || one.name === item.verb);
  if (action) return t("record.did", { action: action.label });
  if (item.action === "undo") return t("happened:verbs.undo");
  const people = (item.data?.people ?? []) as Ref[];
  if (item.verb === GIVEN)
    return t(`happened:given.${item.data?.outcome}`, {
      rule: item.data?.name,
      who: people.map((each) => each.title ?? t("common.hidden")).join(t("happened:and")),
    });
  if (toWhom.has(item.verb) && people.length > 0) {
    const who = people.map((each) => each.title ?? t("common.hidden")).join(t("happened:and"));
    return t(`happened:verbs.${plain[item.verb]}_to`, { who });
  }
  if (own.has(item.verb)) return t(`happened:verbs.${item.verb.replace("x:", "")}`);
  const verb = plain[item.verb];
  return verb ? t(`verbs.${verb}`) : item.verb;
}

/** Which of its fields a rule went by, as far as this person may know them. */
export function givenText(item: Happened, object: Pick<ObjectMeta, "fields">, t: Translate): string | null {
  if (item.verb !== GIVEN) return null;
  const names = (item.data?.fields ?? []) as string[];
  const labels = object.fields.filter((field) => names.includes(field.name)).map((field) => field.label);
  return labels.length > 0 ? t("happened:given.by", { fields: labels.join(t("happened:and")) }) : null;
}

/** Of what went up into this record: whose entry it was, or which record a merge was about. */
export function formerText(item: { former?: Former; verb: string }, t: Translate): string | null {
  if (!item.former) return null;
  const name = [item.former.title, item.former.number].filter(Boolean).join(" · ");
  if (item.verb === "x:merged" || item.verb === "x:unmerged") return name || null;
  return t("happened:former.of", { name });
}

/** Why somebody did it; of what took a change back that change's id stands there, which is for machines. */
export const reasonOf = (
  item: { action?: string | null },
  reason: string | null | undefined,
): string | null => (item.action === "undo" ? null : (reason ?? null));
