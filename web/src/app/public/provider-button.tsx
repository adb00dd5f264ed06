import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { goToProvider } from "@/api/two-step";
import { Note } from "@/ui/note";
import { messageOf } from "../query-client";

type Props = { label: string; invitation?: string };

/** The way to the company's own sign-in. */
export function ProviderButton({ label, invitation = "" }: Props) {
  const { t } = useTranslation();
  const go = useMutation({ meta: { quiet: true }, mutationFn: () => goToProvider({ invitation }) });
  return (
    <>
      {go.error && <Note danger>{messageOf(go.error)}</Note>}
      <Button size="large" loading={go.isPending} onClick={() => go.mutate()} block>
        {t("auth:byProvider", { label })}
      </Button>
    </>
  );
}
