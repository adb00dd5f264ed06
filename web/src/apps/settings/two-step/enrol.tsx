import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { beginTwoStep, type Codes, confirmTwoStep } from "@/api/two-step";
import { Note } from "@/ui/note";
import { Qr } from "@/ui/qr";
import { Waiting } from "@/ui/waiting";
import { CodeField } from "./code-field";
import { said } from "./said";
import "../settings.css";
import "./two-step.css";

const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

/** Setting an authenticator up: scan, type what it shows. */
export function Enrol({ onDone }: { onDone: (made: Codes) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const begun = useQuery({
    queryKey: ["two-step", "begun"],
    queryFn: beginTwoStep,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const confirm = useMutation({
    meta: { quiet: true },
    mutationFn: confirmTwoStep,
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(code);
  };
  if (begun.error) return <Note danger>{said(begun.error)}</Note>;
  if (!begun.data) return <Waiting />;
  return (
    <form className="stack" onSubmit={submit}>
      <p className="muted">{t("twoStep:scan")}</p>
      <div className="two-step__both">
        <Qr svg={begun.data.qr_svg} label={t("twoStep:qr")} />
        <div className="stack">
          <p className="muted">{t("twoStep:byHand")}</p>
          <code className="settings__key">{inFours(begun.data.secret)}</code>
          <a className="two-step__here" href={begun.data.uri}>
            {t("twoStep:here")}
          </a>
        </div>
      </div>
      {confirm.error && <Note danger>{said(confirm.error)}</Note>}
      <CodeField label={t("twoStep:shown")} value={code} onChange={setCode} />
      <div>
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          {t("twoStep:turnOn")}
        </Button>
      </div>
    </form>
  );
}
