import { Button } from "antd";
import { Copy, Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import "./two-step.css";

/** The codes for the day the phone is lost, shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const text = codes.join("\n");
  const copy = () => void navigator.clipboard?.writeText(text).then(() => toast(t("common.copied")));
  return (
    <div className="stack">
      <Note>{t("twoStep:codesOnce")}</Note>
      <ol className="two-step__codes num">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row">
        <Button icon={<Copy size={14} />} onClick={copy}>
          {t("common.copy")}
        </Button>
        <Button
          icon={<Download size={14} />}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download="haoke-recovery-codes.txt"
        >
          {t("twoStep:download")}
        </Button>
        <span className="grow" />
        <Button type="primary" onClick={onDone}>
          {t("twoStep:kept")}
        </Button>
      </div>
    </div>
  );
}
