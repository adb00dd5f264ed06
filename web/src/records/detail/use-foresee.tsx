import { type ReactNode, Suspense, useState } from "react";
import type { ObjectMeta, RecordData } from "@/api/types";
import { useExtension, useExtensions } from "../extensions";

type Values = Record<string, unknown>;

/** Lets what changes rights be looked at before it is done: `before(names, values, go)` goes at once where there is nothing to see. */
export function useForesee(object: ObjectMeta, record: RecordData) {
  const { foreseen = [] } = useExtension(object.key);
  const { Foresee } = useExtensions();
  const [asked, setAsked] = useState<{ values: Values; go: () => void } | null>(null);
  const close = () => setAsked(null);
  const before = (names: string[], values: Values, go: () => void) => {
    if (Foresee && names.some((name) => foreseen.includes(name))) setAsked({ values, go });
    else go();
  };
  const dialog: ReactNode = Foresee && asked && (
    <Suspense>
      <Foresee
        object={object}
        record={record}
        values={asked.values}
        onClose={close}
        onGo={() => {
          close();
          asked.go();
        }}
      />
    </Suspense>
  );
  return { before, dialog };
}
