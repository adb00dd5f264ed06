import { translate } from "@/lib/i18n";
import type { DisplayProps, FieldUi } from "../types";

export type ImAccount = { kind: string; id: string };
export const imKinds = [
  "wechat",
  "wecom",
  "qq",
  "dingtalk",
  "feishu",
  "whatsapp",
  "telegram",
  "line",
] as const;

export const imAccounts = (value: unknown): ImAccount[] =>
  Array.isArray(value) ? (value as ImAccount[]) : [];
export const imLabel = (kind: string): string =>
  (imKinds as readonly string[]).includes(kind) ? translate(`im.${kind}`) : kind;

const text = (value: unknown): string =>
  imAccounts(value)
    .map((account) => `${imLabel(account.kind)} ${account.id}`)
    .join(", ");

function Display({ value, compact }: DisplayProps) {
  return <span className={compact ? "ellipsis" : "words"}>{text(value)}</span>;
}

export const display: FieldUi = { Display, text, width: 160 };
