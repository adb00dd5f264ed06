import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RecordSelect } from "@/fields/shared/record-select";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { PathView } from "./path";
import { approvalKeys, previewPath, submitWish } from "./requests";
import { showNeeded } from "./store";
import type { Chosen, Needed, Preview, Wish } from "./types";

type Choice = Preview["choose"][number];

function Choose({
  choice,
  value,
  onChange,
}: {
  choice: Choice;
  value: Chosen;
  onChange: (next: Chosen) => void;
}) {
  const { t } = useTranslation("approvals");
  const label = choice.name || t("chooseWho");
  const picked = value[choice.id] ?? [];
  return (
    <div className="approval__field">
      <span>{label}</span>
      {choice.people ? (
        <Select
          className="select-wide"
          aria-label={label}
          mode="multiple"
          options={choice.people.map((person) => ({ value: person.id, label: person.name }))}
          value={picked.map((ref) => ref.id)}
          onChange={(ids: string[]) =>
            onChange({ ...value, [choice.id]: ids.map((id) => ({ id, title: null })) })
          }
        />
      ) : (
        <RecordSelect
          target="user"
          label={label}
          several
          person
          value={picked}
          onChange={(refs) => onChange({ ...value, [choice.id]: refs })}
        />
      )}
    </div>
  );
}

/** What would happen after submitting, and a word to those who decide. */
export function NeededDialog({ needed }: { needed: Needed }) {
  const { t } = useTranslation("approvals");
  const client = useQueryClient();
  const [comment, setComment] = useState("");
  const [chosen, setChosen] = useState<Chosen>({});
  const ids = Object.fromEntries(
    Object.entries(chosen).map(([step, refs]) => [step, refs.map((ref) => ref.id)]),
  );
  const wish: Wish = {
    object: needed.object ?? "",
    record: needed.record ?? null,
    action: needed.action ?? "",
    input: needed.input ?? {},
  };
  const preview = useQuery({
    queryKey: ["approval-preview", wish, ids],
    queryFn: () => previewPath({ ...wish, chosen: ids }),
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  });
  const submit = useMutation({
    meta: { quiet: true },
    mutationFn: () => submitWish({ ...wish, chosen: ids, comment: comment || null }),
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
      title={needed.name}
      width={480}
      okText={t("submit")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: submit.isPending, disabled: !preview.data }}
      onOk={() => submit.mutate()}
      onCancel={() => showNeeded(null)}
    >
      <p className="muted">{t("neededHint")}</p>
      {error && <Note danger>{error.message}</Note>}
      {preview.isPending && <Waiting />}
      {preview.data?.choose.map((choice) => (
        <Choose key={choice.id} choice={choice} value={chosen} onChange={setChosen} />
      ))}
      {preview.data && <PathView steps={preview.data.steps} />}
      <Input.TextArea
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
