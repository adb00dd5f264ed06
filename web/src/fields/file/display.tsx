import { Paperclip } from "lucide-react";
import type { DisplayProps, FieldUi } from "../types";

type Stored = { id: string; name: string; size?: number; type?: string };
const list = (value: unknown): Stored[] => (Array.isArray(value) ? value : value ? [value as Stored] : []);

export const sizeText = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MB`;

const text = (value: unknown): string =>
  list(value)
    .map((file) => file.name)
    .join(", ");

function Display({ value }: DisplayProps) {
  return (
    <span className="tags">
      {list(value).map((file) => (
        <span key={file.id} className="row file" title={file.size ? sizeText(file.size) : undefined}>
          <Paperclip size={13} aria-hidden="true" />
          <span className="ellipsis">{file.name}</span>
        </span>
      ))}
    </span>
  );
}

export const display: FieldUi = { Display, text, width: 170 };
