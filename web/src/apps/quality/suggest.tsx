import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import type { FieldMeta } from "@/api/types";
import type { PanelProps } from "@/records/extensions";
import { InputDialog } from "@/records/form/input-dialog";
import { toast } from "@/ui/toast";
import { propose, qualityKeys } from "./requests";

const why = "@reason";

/** Proposes another value of a field one may not change. */
export function Suggest({
  object,
  record,
  field,
  onClose,
}: PanelProps & { field: FieldMeta; onClose: () => void }) {
  const { t } = useTranslation("quality");
  const client = useQueryClient();
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: (values: Record<string, unknown>) =>
      propose(object.key, record.id, { [field.name]: values[field.name] ?? null }, String(values[why] ?? "")),
    onSuccess: () => {
      toast(t("suggested"));
      void client.invalidateQueries({ queryKey: qualityKeys.corrections });
      onClose();
    },
  });
  const errors = send.error instanceof Problem ? send.error.byField() : {};
  const reason: FieldMeta = {
    name: why,
    label: t("suggestReason"),
    kind: "longtext",
    required: false,
    readonly: false,
    sortable: false,
    filterable: false,
    groupable: false,
    operators: [],
    max_length: 1000,
  };
  return (
    <InputDialog
      title={t("suggestTitle")}
      ok={t("suggestSend")}
      hint={t("suggestHint", { label: object.label })}
      fields={[{ ...field, required: false, readonly: false }, reason]}
      start={{ [field.name]: record[field.name] }}
      busy={send.isPending}
      errors={errors}
      refused={send.error && !errors[field.name] ? send.error.message : undefined}
      onSubmit={(values) => send.mutate(values)}
      onCancel={onClose}
    />
  );
}
