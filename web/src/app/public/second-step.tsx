import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { signOut } from "@/api/session";
import { type Codes, giveCode } from "@/api/two-step";
import type { Session } from "@/api/types";
import { CodeField } from "@/apps/settings/two-step/code-field";
import { Enrol } from "@/apps/settings/two-step/enrol";
import { RecoveryCodes } from "@/apps/settings/two-step/recovery-codes";
import { said } from "@/apps/settings/two-step/said";
import { Note } from "@/ui/note";
import { PublicPage } from "./public-page";

type Props = { waits: "code" | "enrol"; onIn: (session: Session) => void };

/** Between password and product: the code from the phone, or setting that up where a role requires it. */
export function SecondStep({ waits, onIn }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [made, setMade] = useState<Codes | null>(null);
  const leave = useMutation({
    mutationFn: signOut,
    onSettled: () => client.invalidateQueries({ queryKey: keys.session }),
  });
  const enrolling = waits === "enrol";
  return (
    <PublicPage
      title={enrolling ? t("twoStep:setUp") : t("twoStep:second")}
      hint={enrolling ? t("twoStep:enrolHint") : t("twoStep:secondHint")}
      wide={enrolling}
    >
      <div className="public__card">
        {!enrolling && <CodeForm onIn={onIn} />}
        {enrolling && !made && <Enrol onDone={setMade} />}
        {made && <RecoveryCodes codes={made.codes} onDone={() => onIn(made as unknown as Session)} />}
        {!made && (
          <Button type="text" onClick={() => leave.mutate()}>
            {t("twoStep:other")}
          </Button>
        )}
      </div>
    </PublicPage>
  );
}

function CodeForm({ onIn }: { onIn: (session: Session) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const give = useMutation({ meta: { quiet: true }, mutationFn: giveCode, onSuccess: onIn });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate(code);
  };
  return (
    <form className="stack" onSubmit={submit}>
      {give.error && <Note danger>{said(give.error)}</Note>}
      <CodeField label={t("twoStep:code")} value={code} onChange={setCode} />
      <Button type="primary" size="large" htmlType="submit" loading={give.isPending} block>
        {t("auth:signIn")}
      </Button>
    </form>
  );
}
