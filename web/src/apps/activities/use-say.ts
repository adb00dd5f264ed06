import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { addComment } from "@/api/notices";
import type { Calls } from "@/records/calling/called";
import type { Tied } from "./use-log";

/** Comments on a record. */
export function useSay({ object, plural, id }: Tied, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ text, calls }: { text: string; calls: Calls }) =>
      addComment(object, id, text.trim(), calls),
    onSuccess: () => {
      onDone();
      void client.invalidateQueries({ queryKey: keys.record(plural, id) });
    },
  });
}
