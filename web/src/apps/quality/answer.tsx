import { useTranslation } from "react-i18next";
import { InputDialog } from "@/records/form/input-dialog";

type Props = {
  title: string;
  ok: string;
  hint: string;
  onAnswer: (answer: string) => void;
  onClose: () => void;
  busy: boolean;
};

/** Why what somebody asked for is refused, in words he reads. */
export function AnswerDialog({ title, ok, hint, onAnswer, onClose, busy }: Props) {
  const { t } = useTranslation("quality");
  const answer = {
    name: "answer",
    label: t("answer"),
    kind: "longtext" as const,
    required: true,
    readonly: false,
  };
  const blank = { sortable: false, filterable: false, groupable: false, operators: [], max_length: 500 };
  return (
    <InputDialog
      title={title}
      ok={ok}
      hint={hint}
      fields={[{ ...answer, ...blank }]}
      busy={busy}
      onSubmit={(values) => onAnswer(String(values.answer ?? ""))}
      onCancel={onClose}
    />
  );
}
