import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, RecordData } from "@/api/types";
import { RecordInput } from "./record-input";
import { wired } from "./wired";

type Props = {
  field: FieldMeta;
  record: RecordData;
  onSave: (value: unknown) => void;
  onCancel: () => void;
};

/** What is built is saved when one says so: leaving it for a list that opens beside it ends nothing. */
export function BuiltEditor({ field, record, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<unknown>(record[field.name] ?? null);
  return (
    <div className="stack">
      <RecordInput field={field} value={draft} values={record} onChange={setDraft} />
      <div className="row">
        <Button size="small" type="primary" onClick={() => onSave(wired(field, draft))}>
          {t("built:save")}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
      </div>
    </div>
  );
}
