import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Mentions } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { addComment, findPeople } from "@/api/notices";
import { Problem } from "@/api/problem";
import { useDraft, useKeeping } from "@/metadata/use-draft";
import type { PanelProps } from "@/records/extensions";
import { Avatar } from "@/ui/avatar";
import { Note } from "@/ui/note";
import { useDelayed } from "@/ui/use-delayed";
import { asking, called } from "./called";
import "./texts";
import "./notices.css";

type Typed = { text: string; chosen: Record<string, string> };

/** Says something about a record; @ calls a colleague who can see it. */
export function Discuss({ object, record }: PanelProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft<Typed>(`comment.${record.id}`);
  const [text, setText] = useState(draft.found?.value.text ?? "");
  const [chosen, setChosen] = useState(draft.found?.value.chosen ?? {});
  const [open, setOpen] = useState(text !== "");
  const [words, setWords] = useState<string | null>(null);
  useKeeping(draft, text.trim() ? { text, chosen } : null);
  const asked = useDelayed(words, 150);
  const people = useQuery({
    queryKey: [...keys.record(object.plural, record.id), "people", asked],
    queryFn: ({ signal }) => findPeople(object.key, record.id, asked ?? "", signal),
    enabled: asked !== null,
    staleTime: 30_000,
  });
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => addComment(object.key, record.id, text.trim(), called(text, chosen)),
    onSuccess: () => {
      setText("");
      setChosen({});
      setOpen(false);
      draft.forget();
      void client.invalidateQueries({ queryKey: keys.record(object.plural, record.id) });
    },
  });
  const named = send.error instanceof Problem ? send.error.errors[0]?.message : undefined;
  const submit = () => {
    if (text.trim() && !send.isPending) send.mutate();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {send.error && <Note danger>{named ?? send.error.message}</Note>}
      <div className="discuss">
        <Mentions
          value={text}
          rows={1}
          aria-label={t("notices:comment")}
          placeholder={t("notices:commentHint")}
          loading={people.isFetching}
          notFoundContent={t("notices:nobody")}
          filterOption={false}
          options={(people.data?.items ?? []).map((person) => ({
            key: person.id,
            value: person.title,
            disabled: !person.sees,
            label: (
              <span className="discuss__person">
                <Avatar title={person.title} person />
                {person.title}
                {!person.sees && <span className="muted">{t("notices:cannotSee")}</span>}
              </span>
            ),
          }))}
          onFocus={() => setOpen(true)}
          onChange={(now) => {
            setText(now);
            // The component looks for names when a key is let go: what is pasted, dictated or chosen has none.
            const name = asking(now);
            if (name !== null) setWords(name);
          }}
          onSearch={setWords}
          onSelect={(option) => {
            // The component lengthens the keys it is given.
            const person = people.data?.items.find((each) => String(option.key).startsWith(each.id));
            if (person) setChosen({ ...chosen, [person.id]: person.title });
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
          }}
        />
        {open && (
          <Button type="primary" htmlType="submit" loading={send.isPending} disabled={text.trim() === ""}>
            {t("notices:send")}
          </Button>
        )}
      </div>
    </form>
  );
}
