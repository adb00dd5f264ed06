import { use } from "react";
import { type Later, useExtensions } from "./extensions";

let fetched: Promise<Later> | undefined;
const none = Promise.resolve<Later>({});

/** What the apps add besides; whoever asks first waits for it. */
export function useLater(): Later {
  const { later } = useExtensions();
  fetched ??= later?.();
  return use(fetched ?? none);
}
