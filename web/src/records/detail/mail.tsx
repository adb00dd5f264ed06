import type { TimelineItem } from "@/api/types";
import type { PanelProps } from "../extensions";
import { useLater } from "../use-later";

/** Begins a mail about a record, where mail is installed. */
export function Write(props: PanelProps) {
  const { Write: Button } = useLater();
  return Button ? <Button {...props} /> : null;
}

/** A mail on a record's timeline. */
export function Mailed(props: PanelProps & { item: TimelineItem }) {
  const { Mailed: Mail } = useLater();
  return Mail ? <Mail {...props} /> : null;
}
