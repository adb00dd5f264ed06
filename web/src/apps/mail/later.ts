import { lazy } from "react";
import type { Later } from "@/records/extensions";

const withTexts = <Module>(load: () => Promise<Module>): Promise<Module> =>
  import("./texts").then((texts) => texts.ready).then(load);

const withFollow = <Module>(load: () => Promise<Module>): Promise<Module> =>
  withTexts(() => import("./follow/texts").then((texts) => texts.ready).then(load));

/** Writing a mail from any record, a mail on its timeline, and the settings' screen of mailboxes. */
export const mail: Required<Omit<Later, "built" | "HandSeveral" | "TrySeveral">> = {
  Write: lazy(() =>
    withFollow(() => import("./write-button")).then((module) => ({ default: module.WriteButton })),
  ),
  Mailed: lazy(() => withTexts(() => import("./mailed")).then((module) => ({ default: module.Mailed }))),
  FollowBar: lazy(() =>
    withFollow(() => import("./follow/follow-bar")).then((module) => ({ default: module.FollowBar })),
  ),
  Followed: lazy(() =>
    withFollow(() => import("./follow/followed")).then((module) => ({ default: module.Followed })),
  ),
  FollowSeveral: lazy(() =>
    withFollow(() => import("./follow/follow-buttons")).then((module) => ({
      default: module.FollowSeveral,
    })),
  ),
  sections: {
    "mail-sequences": lazy(() =>
      withFollow(() => import("./follow/sequences-page")).then((module) => ({
        default: module.SequencesPage,
      })),
    ),
    mailboxes: lazy(() =>
      withTexts(() => import("./mailboxes-page")).then((module) => ({ default: module.MailboxesPage })),
    ),
  },
};
