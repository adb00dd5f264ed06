import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { Ahead, idsOf, useAhead } from "./ahead";
import { Lines } from "./lines";
import { approvalKeys, submitWish } from "./requests";
import { showNeeded } from "./store";
import type { Chosen, Needed, Wish } from "./types";

/** What would happen after submitting, and a word to those who decide. */
export function NeededDialog({ needed }: { needed: Needed }) {
  const { t } = useTranslation("approvals");
  const client = useQueryClient();
  const [comment, setComment] = useState("");
  const [chosen, setChosen] = useState<Chosen>({});
  const wish: Wish = {
    object: needed.object ?? "",
    record: needed.record ?? null,
    action: needed.action ?? "",
    input: needed.input ?? {},
  };
  const preview = useAhead(wish, chosen);
  const submit = useMutation({
    meta: { quiet: true },
    mutationFn: () => submitWish({ ...wish, chosen: idsOf(chosen), comment: comment || null }),
    onSuccess: (made) => {
      showNeeded(null);
      toast(t("submitted", { number: made.number }));
      void client.invalidateQueries({ queryKey: approvalKeys.all });
      void client.invalidateQueries({ queryKey: ["record"] });
      void client.invalidateQueries({ queryKey: ["rows"] });
    },
  });
  const error = preview.error ?? submit.error;
  return (
    <Dialog
      title={preview.data?.process.name ?? needed.name}
      width={480}
      okText={t("submit")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: submit.isPending, disabled: !preview.data }}
      onOk={() => submit.mutate()}
      onCancel={() => showNeeded(null)}
    >
      <Lines asked={wish} lines={preview.data?.changes ?? []} />
      {preview.data?.reopens && <Note>{t("reopens")}</Note>}
      <p className="muted">{wish.action === "manual" ? t("manualHint") : t("neededHint")}</p>
      {error && <Note danger>{error.message}</Note>}
      <Ahead query={preview} value={chosen} onChange={setChosen} />
      <Input.TextArea
        autoFocus
        aria-label={t("comment")}
        placeholder={t("comment")}
        rows={3}
        maxLength={20000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </Dialog>
  );
}
