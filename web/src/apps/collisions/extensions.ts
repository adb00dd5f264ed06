import { lazy } from "react";

const Protection = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./protection")).Protection };
});

const BeforeWinning = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./protection")).BeforeWinning };
});
/** What is said before a deal is won. */
export const beforeWinning = { win: BeforeWinning };

/** On the pages of accounts and deals: who has the customer registered. */
export const protectionPanels = [{ key: "protection", Panel: Protection, shows: ["registration.account"] }];
