import { lazy } from "react";
import type { ObjectExtension } from "@/records/extensions";

const panel = () => import("./panel");

/** On a person's page: what he has, and what is said before he is switched off. */
export const handoverOfUser = {
  panels: [
    {
      key: "handover",
      Panel: lazy(() => panel().then((module) => ({ default: module.PersonHandover }))),
    },
  ],
  asks: { disable: lazy(() => panel().then((module) => ({ default: module.BeforeDisabling }))) },
} satisfies ObjectExtension;
