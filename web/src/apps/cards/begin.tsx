import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui/note";
import { begin, type Draft } from "./draft";
import { pictures, TakePhotos } from "./photos";
import { readText } from "./requests";

const longest = 24_000;

type Props = { onRead: (draft: Draft) => void; onFiles: (files: File[]) => void };

/** Where a card comes in: as photos, or as pasted text. */
export function Begin({ onRead, onFiles }: Props) {
  const { t } = useTranslation("cards");
  const [text, setText] = useState("");
  const reading = useRef(false); // a double click comes before the button knows
  const read = useMutation({
    meta: { quiet: true },
    mutationFn: readText,
    onSettled: () => {
      reading.current = false;
    },
    onSuccess: (found, typed) => {
      setText("");
      onRead(begin(typed, found));
    },
  });
  return (
    <form
      className="card-begin"
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim() || reading.current) return;
        reading.current = true;
        read.mutate(text);
      }}
    >
      <TakePhotos onFiles={onFiles} />
      <label htmlFor="card-text">{t("paste")}</label>
      <textarea
        id="card-text"
        className="field-input card-begin__text"
        value={text}
        maxLength={longest}
        placeholder={t("example")}
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          const pasted = [...event.clipboardData.files].filter((file) => pictures.includes(file.type));
          if (pasted.length === 0) return;
          event.preventDefault();
          onFiles(pasted);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
            event.currentTarget.form?.requestSubmit();
        }}
      />
      {read.error && <Note danger>{read.error.message}</Note>}
      <div className="card-begin__foot">
        <Button type="primary" htmlType="submit" disabled={!text.trim()} loading={read.isPending}>
          {t("read")}
        </Button>
        <span className="muted">{t("notKept")}</span>
      </div>
    </form>
  );
}
