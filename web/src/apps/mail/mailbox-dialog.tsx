import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { changeRecord, createRecord, deleteRecord, runAction } from "@/api/records";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { canEdit, fieldOf, useObject } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { RecordForm } from "@/records/form/record-form";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { Waiting } from "@/ui/waiting";
import { type BoxState, mailKeys, type Preset, readPresets, type Trial, tryServers } from "./requests";

type Values = Record<string, unknown>;
type Props = { box: RecordData | null; state: BoxState | undefined; onClose: () => void };

const plural = "mailboxes";
const first = ["name", "address", "sender_name"];
const servers = ["smtp_host", "smtp_port", "smtp_security", "imap_host", "imap_port", "imap_security"];
const rest = [
  "signature",
  "follow_ups",
  "shared",
  "to_teams",
  "to_departments",
  "to_roles",
  "to_everybody",
  "system",
  "active",
];
const blank: Values = {
  smtp_port: 465,
  smtp_security: "tls",
  imap_port: 993,
  imap_security: "tls",
  active: true,
};

const listed = (object: ObjectMeta, names: string[], admin: boolean): FieldMeta[] =>
  names
    .map((name) => fieldOf(object, name))
    .filter((field): field is FieldMeta => field !== undefined && canEdit(object, field))
    .filter((field) => field.name !== "system" || admin);

/** Ids of references, everything else as it is: what a write takes. */
const wire = (values: Values, names: string[]): Values =>
  Object.fromEntries(
    names.map((name) => {
      const value = values[name] ?? null;
      return [name, Array.isArray(value) ? value.map((each) => (each as { id?: string }).id ?? each) : value];
    }),
  );

/** Sets a mailbox up: provider, address and password, tried before they are kept. */
export function MailboxDialog({ box, state, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const object = useObject("mailbox");
  const { user } = useSignedIn();
  const [values, setValues] = useState<Values>(
    box ?? { ...blank, address: user.email, name: user.email, sender_name: user.name },
  );
  const [password, setPassword] = useState("");
  const [more, setMore] = useState(box !== null);
  const set = (name: string, value: unknown) => setValues((old) => ({ ...old, [name]: value }));
  const trial = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      tryServers({
        ...wire(values, ["address", "login", ...servers]),
        ...(password ? { password } : {}),
        ...(box ? { id: box.id } : {}),
      }),
  });
  const over = () => {
    refresh(client, plural);
    void client.invalidateQueries({ queryKey: mailKeys.boxes });
    onClose();
  };
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const given = wire(
        values,
        listed(object as ObjectMeta, [...first, "login", ...servers, ...rest], user.admin).map(
          (each) => each.name,
        ),
      );
      const kept = box
        ? await changeRecord(plural, box.id, given, box.version)
        : await createRecord(plural, given);
      if (password) await runAction(plural, kept.id, "set_password", { password });
    },
    onSuccess: over,
  });
  const remove = useMutation({
    mutationFn: () => deleteRecord(plural, box?.id ?? "", box?.version ?? 0),
    onSuccess: over,
  });
  if (!object) return <Waiting />;
  const wrong = save.error instanceof Problem ? save.error : null;
  const errors = Object.fromEntries((wrong?.errors ?? []).map((each) => [each.field, each.message]));
  const form = { values, errors, prefix: "mailbox", onChange: set };
  const ready = Boolean(values.address && values.smtp_host && (password || box));
  return (
    <Dialog
      title={box ? t("mail:editBox") : t("mail:addBox")}
      width={640}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <div className="row">
          {box && object.rights.delete && (
            <Button danger loading={remove.isPending} onClick={() => remove.mutate()}>
              {t("mail:remove")}
            </Button>
          )}
          <span className="grow" />
          <Button disabled={!ready} loading={trial.isPending} onClick={() => trial.mutate()}>
            {t("mail:test")}
          </Button>
          <Button type="primary" disabled={!ready} loading={save.isPending} onClick={() => save.mutate()}>
            {t("mail:save")}
          </Button>
        </div>
      }
    >
      <div className="stack">
        {wrong && wrong.errors.length === 0 && <Note danger>{wrong.message}</Note>}
        {!box && (
          <Presets
            address={String(values.address ?? "")}
            onChoose={(preset) => setValues((old) => ({ ...old, ...wire(preset, servers) }))}
          />
        )}
        <RecordForm {...form} fields={listed(object, first, user.admin)} focusFirst={!box} />
        <label className="labelled">
          <span>{t("mail:password")}</span>
          <input
            className="field-input"
            type="password"
            autoComplete="new-password"
            maxLength={500}
            placeholder={box && state?.password ? t("mail:kept") : ""}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <div className="mailbox__servers">
          <RecordForm {...form} fields={listed(object, servers, user.admin)} />
        </div>
        {more ? (
          <RecordForm {...form} fields={listed(object, ["login", ...rest], user.admin)} />
        ) : (
          <PlainButton label={t("mail:moreFields")} onClick={() => setMore(true)} />
        )}
        {trial.error && <Note danger>{trial.error.message}</Note>}
        {trial.data && <Answer trial={trial.data} />}
      </div>
    </Dialog>
  );
}

function Presets({ address, onChoose }: { address: string; onChoose: (preset: Values) => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Preset | null>(null);
  const query = useQuery({
    queryKey: mailKeys.presets(currentLanguage()),
    queryFn: ({ signal }) => readPresets(signal),
  });
  const presets = query.data?.items ?? [];
  const domain = address.split("@")[1] ?? "";
  const guess = presets.find((preset) => preset.domains.includes(domain));
  const choose = (key: string) => {
    const preset = presets.find((each) => each.key === key);
    if (!preset) return;
    setChosen(preset);
    onChoose(preset as unknown as Values);
  };
  return (
    <div className="labelled">
      <span id="mailbox-preset">{t("mail:provider")}</span>
      <Select
        aria-labelledby="mailbox-preset"
        placeholder={guess ? guess.label : t("mail:otherProvider")}
        value={chosen?.key}
        onChange={choose}
        options={presets.map(({ key, label }) => ({ value: key, label }))}
      />
      {chosen && <p className="form__help">{chosen.hint}</p>}
    </div>
  );
}

function Answer({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const names = { smtp: t("mail:smtp"), imap: t("mail:imap") };
  const good = { smtp: t("mail:smtpGood"), imap: t("mail:imapGood") };
  return (
    <div className="mailbox__answer" role="status">
      {(["smtp", "imap"] as const).map((way) => {
        const found = trial[way];
        if (!found) return null;
        if (!found.ok) return <Note key={way} danger>{`${names[way]}: ${found.message}`}</Note>;
        return (
          <p key={way} className="mailbox__good">
            <CircleCheck size={15} aria-hidden="true" /> {good[way]}
          </p>
        );
      })}
    </div>
  );
}
