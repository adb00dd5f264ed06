import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, inputsOf } from "@/metadata/meta";
import { isRef } from "@/metadata/values";
import type { CreateProps } from "@/records/extensions";
import { RecordForm } from "@/records/form/record-form";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { ready } from "../texts";
import { type Invited, inviteSeveral, lineProblems } from "./requests";
import "./inviting.css";

await ready;

const idOf = (value: unknown): string | null => (isRef(value) ? value.id : ((value as string) ?? null));

/** A list of people, pasted: one line a person; all are invited, or each wrong line says why. */
export function InviteSeveral({ object, onDone }: CreateProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [values, setValues] = useState<Record<string, unknown>>({});
  const invite = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      inviteSeveral({
        lines: text.split("\n"),
        roles: ((values.roles as unknown[] | null) ?? []).flatMap((each) => idOf(each) ?? []),
        department: idOf(values.department),
      }),
    onSuccess: () => refresh(client, object.plural),
  });
  if (invite.data) return <Links people={invite.data.items} onDone={onDone} />;
  const asked = object.actions.find(({ name }) => name === "invite");
  const fields = [
    ...(asked ? inputsOf(asked).filter(({ name }) => name === "roles") : []),
    ...[fieldOf(object, "department") ?? []].flat(),
  ];
  return (
    <form
      className="inviting"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <div className="labelled">
        <label htmlFor="inviting-lines">{t("admin:invite.lines")}</label>
        <Input.TextArea
          id="inviting-lines"
          autoFocus
          rows={7}
          value={text}
          placeholder={t("admin:invite.sample")}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <p className="muted">{t("admin:invite.hint")}</p>
      <RecordForm
        fields={fields}
        values={values}
        errors={{}}
        prefix="inviting"
        onChange={(name, value) => setValues((old) => ({ ...old, [name]: value }))}
      />
      {invite.error && <Refusal error={invite.error} />}
      <div className="inviting__foot">
        <Button onClick={onDone}>{t("common.cancel")}</Button>
        <Button type="primary" htmlType="submit" loading={invite.isPending} disabled={!text.trim()}>
          {t("admin:invite.go")}
        </Button>
      </div>
    </form>
  );
}

/** What is wrong, line by line. */
function Refusal({ error }: { error: Error }) {
  const { t } = useTranslation();
  const lines = error instanceof Problem ? lineProblems(error.errors) : [];
  if (lines.length === 0) return <Note danger>{error.message}</Note>;
  return (
    <Note danger>
      <p>{t("admin:invite.refused")}</p>
      <ul>
        {lines.map(([line, message]) => (
          <li key={`${line} ${message}`}>{t("admin:invite.line", { line, message })}</li>
        ))}
      </ul>
    </Note>
  );
}

/** A link each, to be sent by whatever way reaches the person. */
function Links({ people, onDone }: { people: Invited[]; onDone: () => void }) {
  const { t } = useTranslation();
  const copy = (text: string) =>
    void navigator.clipboard?.writeText(text).then(() => toast(t("common.copied")));
  const all = people.map(({ name, email, url }) => `${name}\t${email}\t${url}`).join("\n");
  const until = people[0] ? fullDateTime(people[0].expires, currentLanguage()) : "";
  return (
    <div className="inviting">
      <p className="muted">{t("admin:invite.done", { count: people.length, until })}</p>
      <ul className="inviting__links">
        {people.map((each) => (
          <li key={each.id}>
            <span className="inviting__who">
              <strong className="ellipsis">{each.name}</strong>
              <span className="muted ellipsis">{each.email}</span>
            </span>
            <input
              className="field-input"
              readOnly
              value={each.url}
              aria-label={t("admin:invite.linkOf", { name: each.name })}
              onFocus={(event) => event.target.select()}
            />
            <PlainButton
              bare
              icon={<Copy size={14} aria-hidden="true" />}
              label={t("admin:invite.copyOf", { name: each.name })}
              onClick={() => copy(each.url)}
            />
          </li>
        ))}
      </ul>
      <div className="inviting__foot">
        <Button icon={<Copy size={14} />} onClick={() => copy(all)}>
          {t("admin:invite.copyAll")}
        </Button>
        <Button type="primary" onClick={onDone}>
          {t("common.done")}
        </Button>
      </div>
    </div>
  );
}
