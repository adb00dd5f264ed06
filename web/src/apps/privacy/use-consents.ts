import { useQuery } from "@tanstack/react-query";
import type { PanelProps } from "@/records/extensions";
import { consentKey, readConsents } from "./requests";

/** What the person of a record has consented to. */
export const useConsents = ({ object, record }: PanelProps) =>
  useQuery({
    queryKey: consentKey(object.plural, record.id),
    queryFn: ({ signal }) => readConsents(object.key, record.id, signal),
    retry: false,
    meta: { quiet: true },
  });
