import { lazy } from "react";
import type { Later } from "@/records/extensions";

const withTexts = <Module>(load: () => Promise<Module>): Promise<Module> =>
  import("./texts").then((texts) => texts.ready).then(load);

/** Writing a mail from any record, a mail on its timeline, and the settings' screen of mailboxes. */
export const mail: Required<Omit<Later, "built">> = {
  Write: lazy(() =>
    withTexts(() => import("./write-button")).then((module) => ({ default: module.WriteButton })),
  ),
  Mailed: lazy(() => withTexts(() => import("./mailed")).then((module) => ({ default: module.Mailed }))),
  sections: {
    mailboxes: lazy(() =>
      withTexts(() => import("./mailboxes-page")).then((module) => ({ default: module.MailboxesPage })),
    ),
  },
};
