import { Suspense } from "react";
import { type PanelProps, useExtensions } from "@/records/extensions";
import { channelOf, planned } from "./kinds";

type Props = PanelProps & { kind: string; at?: string | null; day?: string | null };

/** What is to be known of somebody before he is reached by what is noted or planned, at its time or on a day. */
export function BeforeReaching({ object, record, kind, at, day }: Props) {
  const { Reach } = useExtensions();
  const channel = channelOf[kind];
  if (!Reach || !(channel || day || planned.has(kind))) return null;
  return (
    <Suspense>
      <Reach
        object={object}
        record={record}
        channel={channel}
        at={at ?? undefined}
        day={at ? undefined : (day ?? undefined)}
      />
    </Suspense>
  );
}

/** The same beside the page of what is still to be done. */
export function ReachPanel({ object, record }: PanelProps) {
  if (record.done !== false) return null;
  return (
    <BeforeReaching
      object={object}
      record={record}
      kind={String(record.kind)}
      at={record.due as string | null}
    />
  );
}
