import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { answerStepUp } from "@/api/step-up";
import { proveSelf } from "@/api/two-step";
import { useSignedIn } from "@/metadata/session";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { CodeField } from "./code-field";
import { said } from "./said";

/** Before something guarded is done: the code from the phone, or of who has none the password. */
export function StepUpDialog() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const [given, setGiven] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const prove = useMutation({
    meta: { quiet: true },
    mutationFn: () => proveSelf(user.two_step ? { code: given } : { password: given }),
    onSuccess: () => answerStepUp(true),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given) prove.mutate();
  };
  return (
    <Dialog
      title={t("twoStep:stepUp")}
      width={400}
      okText={t("twoStep:goOn")}
      cancelText={t("common.cancel")}
      confirmLoading={prove.isPending}
      onOk={() => given && prove.mutate()}
      onCancel={() => answerStepUp(false)}
      zIndex={1200}
      // Above another dialog the field's own wish for the focus comes too early.
      afterOpenChange={() => form.current?.querySelector("input")?.focus()}
    >
      <form className="stack" ref={form} onSubmit={submit}>
        <p className="muted">{t("twoStep:stepUpHint")}</p>
        {prove.error && <Note danger>{said(prove.error)}</Note>}
        {user.two_step ? (
          <CodeField label={t("twoStep:code")} value={given} onChange={setGiven} />
        ) : (
          <label className="labelled">
            <span>{t("twoStep:yourPassword")}</span>
            <input
              className="field-input"
              type="password"
              autoComplete="current-password"
              required
              autoFocus
              value={given}
              onChange={(event) => setGiven(event.target.value)}
            />
          </label>
        )}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
