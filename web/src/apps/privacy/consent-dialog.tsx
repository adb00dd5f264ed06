import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input } from "antd";
import { Check, Paperclip, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type StoredFile, uploadFile } from "@/api/files";
import { again, keys } from "@/api/keys";
import type { PanelProps } from "@/records/extensions";
import { Day } from "@/ui/day";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { Line } from "./consent-line";
import { consentKey, type Matrix, noteConsent, type Said } from "./requests";

type Props = PanelProps & {
  found: Matrix;
  place: { channel: string; purpose: string };
  onClose: () => void;
};
type Draft = Partial<Said> & { file?: StoredFile };

/** How it was obtained last time, on this device: the next is likely obtained so, too. */
const usual = "haoke.consent.how";

function Form({ object, record, found, place, onClose }: Props) {
  const { t } = useTranslation("privacy");
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<Draft>({ how: localStorage.getItem(usual) ?? "phone" });
  const put = (part: Draft) => setDraft((before) => ({ ...before, ...part }));
  const separate = found.purposes.find(({ value }) => value === place.purpose)?.separate ?? false;
  const wordings = found.wordings.filter(({ purpose }) => purpose === place.purpose);
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile(file),
    onSuccess: (file) => put({ file }),
  });
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: (state: string) => {
      const { file, how = "phone", ...more } = draft;
      localStorage.setItem(usual, how);
      return noteConsent(object.key, record.id, { ...place, ...more, state, how, evidence: file?.id });
    },
    onSuccess: (now) => {
      client.setQueryData(consentKey(object.plural, record.id), now);
      again(client, keys.log(object.plural, record.id));
      toast(t("noted"));
      onClose();
    },
  });
  return (
    <div className="consent-form">
      <div className="labelled">
        <span>{t("how")}</span>
        <Select
          aria-label={t("how")}
          value={draft.how}
          options={found.ways.filter(({ value }) => value !== "import" && value !== "unsubscribe")}
          onChange={(how: string) => put({ how })}
        />
      </div>
      {wordings.length > 0 && (
        <div className="labelled">
          <span>{t("wording")}</span>
          <Select<string | null>
            aria-label={t("wording")}
            allowClear
            placeholder={t("noWording")}
            value={draft.wording ?? null}
            options={wordings.map(({ id, name, edition }) => ({
              value: id,
              label: t("wordingNamed", { name, edition }),
            }))}
            onChange={(wording) => put({ wording: wording ?? undefined })}
          />
        </div>
      )}
      <div className="labelled">
        <span>{t("proof")}</span>
        <Input.TextArea
          aria-label={t("proof")}
          rows={2}
          maxLength={2000}
          placeholder={t("proofHint")}
          value={draft.proof ?? ""}
          onChange={({ target }) => put({ proof: target.value })}
        />
      </div>
      <div className="consent-form__file">
        <input
          ref={input}
          type="file"
          hidden
          onChange={({ target }) => target.files?.[0] && upload.mutate(target.files[0])}
        />
        <PlainButton
          icon={<Paperclip size={14} />}
          label={draft.file?.name ?? t("evidence")}
          disabled={upload.isPending}
          onClick={() => input.current?.click()}
        />
        <Day
          label={t("until")}
          value={draft.until ?? null}
          onChange={(day) => put({ until: day ?? undefined })}
        />
      </div>
      {separate && (
        <Checkbox
          checked={draft.separate ?? false}
          onChange={({ target }) => put({ separate: target.checked })}
        >
          {t("separateAsked")}
        </Checkbox>
      )}
      {save.error && <Note danger>{save.error.message}</Note>}
      <div className="consent-form__states">
        <Button
          type="primary"
          icon={<Check size={14} />}
          disabled={save.isPending}
          onClick={() => save.mutate("given")}
        >
          {t("given")}
        </Button>
        <Button
          danger
          icon={<X size={14} />}
          disabled={save.isPending}
          onClick={() => save.mutate("withdrawn")}
        >
          {t("withdrawn")}
        </Button>
        <Button
          danger
          icon={<X size={14} />}
          disabled={save.isPending}
          onClick={() => save.mutate("refused")}
        >
          {t("refused")}
        </Button>
      </div>
    </div>
  );
}

/** What was said of one channel and purpose, and noting what is said now. */
export function ConsentDialog(props: Props) {
  const { t } = useTranslation("privacy");
  const { found, place, onClose } = props;
  const said = found.history.filter(
    ({ channel, purpose }) => channel === place.channel && purpose === place.purpose,
  );
  const channel = found.channels.find(({ value }) => value === place.channel)?.label;
  const purpose = found.purposes.find(({ value }) => value === place.purpose)?.label;
  return (
    <Dialog title={`${channel} · ${purpose}`} width={480} footer={null} onCancel={onClose}>
      {said.length === 0 && <p className="muted">{t("notAsked")}</p>}
      <ol className="consent-lines">
        {said.slice(0, 3).map((each) => (
          <Line key={each.id} said={each} found={found} />
        ))}
      </ol>
      {found.changes && <Form {...props} />}
    </Dialog>
  );
}
