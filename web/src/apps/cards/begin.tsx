import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui/note";
import { begin, type Draft } from "./draft";
import { readText } from "./requests";

const longest = 24_000;

/** Where a card comes in: as pasted text. */
export function Begin({ onRead }: { onRead: (draft: Draft) => void }) {
  const { t } = useTranslation("cards");
  const [text, setText] = useState("");
  const read = useMutation({
    meta: { quiet: true },
    mutationFn: readText,
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
        if (text.trim()) read.mutate(text);
      }}
    >
      <label htmlFor="card-text">{t("paste")}</label>
      <textarea
        id="card-text"
        className="field-input card-begin__text"
        value={text}
        maxLength={longest}
        placeholder={t("example")}
        onChange={(event) => setText(event.target.value)}
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
