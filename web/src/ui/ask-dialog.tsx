import { Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { OpenQuestion } from "./ask";

/** Shows the question of `ask`. */
export function AskDialog({ question }: { question: OpenQuestion }) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={question.title}
      width={420}
      okText={question.yes}
      cancelText={t("common.cancel")}
      okButtonProps={{ danger: question.danger, autoFocus: true }}
      onOk={() => question.answer(true)}
      onCancel={() => question.answer(false)}
      transitionName=""
      maskTransitionName=""
    >
      {question.text}
    </Modal>
  );
}
