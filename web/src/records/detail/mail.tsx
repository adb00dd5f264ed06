import type { TimelineItem } from "@/api/types";
import type { PanelProps } from "../extensions";
import { useLater } from "../use-later";

/** Begins a mail about a record, where mail is installed. */
export function Write(props: PanelProps) {
  const { Write: Button } = useLater();
  return Button ? <Button {...props} /> : null;
}

/** Where a record stands with follow-up mails. */
export function Follow(props: PanelProps) {
  const { FollowBar } = useLater();
  return FollowBar ? <FollowBar {...props} /> : null;
}

/** That follow-up mails began, on a record's timeline. */
export function Followed(props: { item: TimelineItem }) {
  const { Followed: Line } = useLater();
  return Line ? <Line {...props} /> : null;
}

/** A mail on a record's timeline. */
export function Mailed(props: PanelProps & { item: TimelineItem }) {
  const { Mailed: Mail } = useLater();
  return Mail ? <Mail {...props} /> : null;
}
