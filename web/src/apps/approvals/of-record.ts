import { useQuery } from "@tanstack/react-query";
import type { ObjectMeta, RecordData } from "@/api/types";
import { useModule } from "@/metadata/meta";
import { approvalKeys, readOf } from "./requests";

/** The approvals of a record, asked for again whenever something happens to it. */
export const useOfRecord = (object: ObjectMeta, record: RecordData) =>
  useQuery({
    enabled: useModule("approvals"),
    queryKey: approvalKeys.of(object.plural, record.id),
    queryFn: ({ signal }) => readOf(object.key, record.id, signal),
  }).data;
