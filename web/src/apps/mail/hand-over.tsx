import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { runAction } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { inputsOf } from "@/metadata/meta";
import { InputDialog } from "@/records/form/input-dialog";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";

type Props = { object: ObjectMeta; box: RecordData };

/** Gives the mailbox of somebody who has left to a successor, with the reason. */
export function HandOver({ object, box }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const action = object.actions.find((each) => each.name === "hand_over");
  const run = useMutation({
    meta: { quiet: true },
    mutationFn: (input: Record<string, unknown>) =>
      runAction(object.plural, box.id, "hand_over", { ...input, version: box.version }),
    onSuccess: () => {
      setAsking(false);
      refresh(client, object.plural);
      toast(t("mail:handedOver"));
    },
  });
  const errors = run.error instanceof Problem ? run.error.byField() : {};
  if (!action) return null;
  return (
    <>
      <PlainButton label={action.label} onClick={() => setAsking(true)} />
      {asking && (
        <InputDialog
          title={t("mail:handOver", { name: String(box.name) })}
          ok={action.label}
          hint={t("mail:handOverHint")}
          fields={inputsOf(action)}
          busy={run.isPending}
          errors={errors}
          refused={Object.keys(errors).length > 0 ? undefined : run.error?.message}
          onSubmit={(input) => run.mutate(input)}
          onCancel={() => setAsking(false)}
        />
      )}
    </>
  );
}
