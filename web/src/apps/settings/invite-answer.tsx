import { Button } from "antd";
import { Check, Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { InviteLink } from "@/api/session";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Qr } from "@/ui/qr";
import { toast } from "@/ui/toast";
import "./settings.css";

/** Whether an address leads nowhere but to the very machine it is opened on. */
const local = (url: string): boolean => /^https?:\/\/(127\.|localhost|\[::1\])/.test(url);

/** The invitation as link and QR code, with what that person will see. */
export function InviteAnswer({ result, onClose }: { result: unknown; onClose: () => void }) {
  const { t } = useTranslation();
  const invite = result as InviteLink;
  const copy = () => void navigator.clipboard?.writeText(invite.url).then(() => toast(t("common.copied")));
  return (
    <Dialog
      title={t("settings.invited")}
      width={480}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("common.done")}
        </Button>
      }
    >
      <div className="invite">
        <p className="muted">
          {t("settings.inviteHint", { until: fullDateTime(invite.expires, currentLanguage()) })}
        </p>
        <div className="row">
          <input className="field-input" readOnly value={invite.url} aria-label={t("settings.inviteLink")} />
          <Button icon={<Copy size={14} />} onClick={copy}>
            {t("common.copy")}
          </Button>
        </div>
        {local(invite.url) && <Note>{t("settings.inviteLocal")}</Note>}
        <div className="invite__both">
          <Qr svg={invite.qr_svg} label={t("settings.inviteQr")} />
          <div className="stack">
            <h3>{t("settings.willSee")}</h3>
            <ul className="invite__sees">
              {invite.sees.map((text) => (
                <li key={text}>
                  <Check size={14} aria-hidden="true" />
                  {text}
                </li>
              ))}
            </ul>
          </div>
        </div>
      </div>
    </Dialog>
  );
}
