import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { goToProvider } from "@/api/two-step";
import { Note } from "@/ui/note";
import { messageOf } from "../query-client";

type Props = { label: string; invitation?: string; first?: boolean; text?: string };

/** The way to the company's own sign-in. */
export function ProviderButton({ label, invitation = "", first = false, text }: Props) {
  const { t } = useTranslation();
  const go = useMutation({ meta: { quiet: true }, mutationFn: () => goToProvider({ invitation }) });
  return (
    <>
      {go.error && <Note danger>{messageOf(go.error)}</Note>}
      <Button
        size="large"
        type={first ? "primary" : "default"}
        loading={go.isPending}
        onClick={() => go.mutate()}
        block
      >
        {text ?? t("auth:byProvider", { label })}
      </Button>
    </>
  );
}
