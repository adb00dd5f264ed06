import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const InviteAnswer = lazy(() =>
  import("./invite-answer").then((module) => ({ default: module.InviteAnswer })),
);

export const settings: Extensions["objects"] = { user: { answers: { invite: InviteAnswer } } };
