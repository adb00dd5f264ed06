import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { filterFrom } from "../shared/filters";
import { PlainInput } from "../shared/plain-input";
import { textEditor } from "../shared/text-editor";
import type { InputProps } from "../types";
import { type ImAccount, imAccounts, imKinds, imLabel } from "./display";

function Input({ field, value, onChange }: InputProps) {
  const { t } = useTranslation();
  const accounts = imAccounts(value);
  const put = (at: number, account: ImAccount) =>
    onChange(accounts.map((old, i) => (i === at ? account : old)));
  return (
    <div className="stack" style={{ gap: 6 }}>
      {accounts.map((account, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and are edited in place
        <div key={at} className="pair">
          <Select
            aria-label={t("fields.imKind")}
            value={account.kind}
            options={imKinds.map((kind) => ({ value: kind, label: imLabel(kind) }))}
            onChange={(kind: string) => put(at, { ...account, kind })}
          />
          <PlainInput
            label={field.label}
            value={account.id}
            onChange={(id) => put(at, { ...account, id: String(id) })}
          />
          <PlainButton
            bare
            style={{ flex: "none" }}
            label={t("common.remove")}
            icon={<X size={14} />}
            onClick={() => onChange(accounts.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <PlainButton
        label={t("common.add")}
        icon={<Plus size={14} />}
        onClick={() => onChange([...accounts, { kind: "wechat", id: "" }])}
      />
    </div>
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input) };
