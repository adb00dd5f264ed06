import { Upload, X } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { PlainButton } from "@/ui/plain-button";
import { filterFrom } from "../shared/filters";
import { textEditor } from "../shared/text-editor";
import type { InputProps } from "../types";
import { FileLink, filesOf, sizeText } from "./display";
import { useUploads } from "./use-uploads";

/** Files are chosen or dropped here, sent at once, and kept when the record is saved. */
function Input({ field, value, onChange, id, invalid }: InputProps) {
  const { t } = useTranslation();
  const { uploads, busy, add, remove } = useUploads(field, value, onChange);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const files = filesOf(value);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add([...event.dataTransfer.files]);
  };
  return (
    <div className="upload" aria-busy={busy}>
      {files.map((file) => (
        <div key={file.id} className="upload__row">
          <FileLink file={file} compact={false} />
          <PlainButton
            bare
            label={t("fields.file.takeOff", { name: file.name })}
            icon={<X size={14} />}
            onClick={() => remove(file.id)}
          />
        </div>
      ))}
      {uploads.map(({ key, name, share, error }) => (
        <div key={key} className="upload__row">
          <span className="ellipsis">{name}</span>
          {error === null ? (
            <progress
              className="upload__bar"
              max={1}
              value={share}
              aria-label={t("fields.file.sending", { name })}
            />
          ) : (
            <span className="upload__error" role="alert">
              {error}
            </span>
          )}
        </div>
      ))}
      {(field.multiple || files.length === 0) && (
        <button
          type="button"
          id={id}
          className={`upload__drop ${over ? "upload__drop--over" : ""}`}
          aria-label={`${field.label}: ${t("fields.file.choose")}`}
          aria-invalid={invalid || undefined}
          disabled={busy}
          onClick={() => picker.current?.click()}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Upload size={14} aria-hidden="true" />
          <span>{t("fields.file.choose")}</span>
          {field.max_size && (
            <span className="muted">{t("fields.file.limit", { size: sizeText(field.max_size) })}</span>
          )}
        </button>
      )}
      <input
        ref={picker}
        type="file"
        hidden
        data-testid={`file-${field.name}`}
        multiple={field.multiple}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = "";
          void add(chosen);
        }}
      />
    </div>
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input), instant: true };
