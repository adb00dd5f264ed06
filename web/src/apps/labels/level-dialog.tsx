import { Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta } from "@/api/types";
import { Day } from "@/ui/day";
import { Dialog } from "@/ui/dialog";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";

type Props = {
  field: FieldMeta;
  value: string;
  busy: boolean;
  onSet: (value: string | null, reason?: string, until?: string) => void;
  onClose: () => void;
};

/** A level whatever the rules say, with a reason and until a day; or as the rules say again. */
export function LevelDialog({ field, value, busy, onSet, onClose }: Props) {
  const { t } = useTranslation("labels");
  const reasonId = useId();
  const [chosen, setChosen] = useState(value);
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState<string | null>(null);
  const end = until ? new Date(`${until}T23:59:59`).toISOString() : undefined;
  return (
    <Dialog
      title={t("adjustOf", { field: field.label })}
      okText={t("done")}
      cancelText={t("cancel")}
      okButtonProps={{ disabled: reason.trim() === "" || busy }}
      onOk={() => onSet(chosen, reason, end)}
      onCancel={onClose}
    >
      <div className="labels__field">
        <span aria-hidden="true">{t("value")}</span>
        <Select
          aria-label={t("value")}
          value={chosen}
          options={(field.choices ?? []).map((choice) => ({ value: choice.value, label: choice.label }))}
          onChange={setChosen}
        />
      </div>
      <div className="labels__field">
        <label htmlFor={reasonId}>{t("reason")}</label>
        <Input
          id={reasonId}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <div className="labels__field">
        <span aria-hidden="true">{t("until_day")}</span>
        <Day label={t("until_day")} value={until} onChange={setUntil} />
      </div>
      <PlainButton label={t("toRule")} disabled={busy} onClick={() => onSet(null)} />
    </Dialog>
  );
}
