import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, RecordData } from "@/api/types";
import type { Refused } from "../list/cell-editor";
import { RecordInput } from "./record-input";
import { wired } from "./wired";

type Props = {
  field: FieldMeta;
  record: RecordData;
  /** What was built and refused. */
  refused?: Refused;
  /** The value to save, and as it was built. */
  onSave: (value: unknown, built: unknown) => void;
  onCancel: () => void;
};

/** What is built is saved when one says so: leaving it for a list that opens beside it ends nothing. */
export function BuiltEditor({ field, record, refused, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<unknown>(refused ? refused.value : (record[field.name] ?? null));
  return (
    <div className="stack">
      <RecordInput field={field} value={draft} values={record} onChange={setDraft} />
      {refused && (
        <p className="why-not" role="alert">
          {refused.why}
        </p>
      )}
      <div className="row">
        <Button size="small" type="primary" onClick={() => onSave(wired(field, draft), draft)}>
          {t("built:save")}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
      </div>
    </div>
  );
}
