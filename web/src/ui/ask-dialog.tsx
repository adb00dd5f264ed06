import { useTranslation } from "react-i18next";
import { Dialog } from "@/ui/dialog";
import type { OpenQuestion } from "./ask";

/** Shows the question of `ask`. */
export function AskDialog({ question }: { question: OpenQuestion }) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={question.title}
      width={420}
      okText={question.yes}
      cancelText={t("common.cancel")}
      okButtonProps={{ danger: question.danger, autoFocus: true }}
      onOk={() => question.answer(true)}
      onCancel={() => question.answer(false)}
    >
      {question.text}
    </Dialog>
  );
}
