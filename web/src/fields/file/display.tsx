import { Paperclip } from "lucide-react";
import { fileUrl, type StoredFile } from "@/api/files";
import type { DisplayProps, FieldUi } from "../types";
import "./file.css";

export const filesOf = (value: unknown): StoredFile[] =>
  Array.isArray(value) ? value : value ? [value as StoredFile] : [];

const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
export const isPicture = (file: StoredFile): boolean => pictures.has(file.type);

export const sizeText = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MB`;

const text = (value: unknown): string =>
  filesOf(value)
    .map((file) => file.name)
    .join(", ");

/** A file as a link that opens or saves it, a picture beside its name where there is room. */
export function FileLink({ file, compact }: { file: StoredFile; compact: boolean }) {
  return (
    <a
      className="row file"
      href={fileUrl(file.id)}
      target="_blank"
      rel="noopener noreferrer"
      title={`${file.name} · ${sizeText(file.size)}`}
      onClick={(event) => event.stopPropagation()}
    >
      {!compact && isPicture(file) ? (
        <img className="file__picture" src={fileUrl(file.id)} alt="" loading="lazy" />
      ) : (
        <Paperclip size={13} aria-hidden="true" />
      )}
      <span className="ellipsis">{file.name}</span>
      {!compact && <span className="muted num file__size">{sizeText(file.size)}</span>}
    </a>
  );
}

function Display({ value, compact }: DisplayProps) {
  return (
    <span className={compact ? "tags" : "files"}>
      {filesOf(value).map((file) => (
        <FileLink key={file.id} file={file} compact={compact} />
      ))}
    </span>
  );
}

export const display: FieldUi = { Display, text, width: 170 };
