import { Button } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { type NewShare, type Receiver, receivers } from "@/api/shares";
import type { FieldMeta } from "@/api/types";
import { useObjects } from "@/metadata/meta";
import { isRef } from "@/metadata/values";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { RecordForm } from "../form/record-form";

type Props = {
  mayWrite: boolean;
  busy: boolean;
  error: Error | null;
  onShare: (share: NewShare) => void;
};

const blank = { readonly: false, sortable: false, filterable: false, groupable: false, operators: [] };

function useFields(kind: Receiver, mayWrite: boolean): FieldMeta[] {
  const { t } = useTranslation();
  const who = {
    name: kind,
    label: t(`share.${kind}`),
    kind: "reference",
    target: kind,
    required: true,
  } as const;
  const levels = (mayWrite ? (["read", "write"] as const) : (["read"] as const)).map((value) => ({
    value,
    label: t(`share.${value}`),
    color: value === "write" ? "orange" : "blue",
  }));
  return [
    { ...blank, ...who },
    { ...blank, name: "level", label: t("share.level"), kind: "choice", choices: levels, required: true },
    {
      ...blank,
      name: "until",
      label: t("share.until"),
      kind: "date",
      required: false,
      help: t("share.untilHint"),
    },
  ];
}

/** With whom, what they may do, until when. */
export function ShareForm({ mayWrite, busy, error, onShare }: Props) {
  const { t } = useTranslation();
  const lookup = useObjects();
  const [kind, setKind] = useState<Receiver>("user");
  const [values, setValues] = useState<Record<string, unknown>>({ level: "read" });
  const [gap, setGap] = useState(false);
  const fields = useFields(kind, mayWrite);
  const who = values[kind];
  const submit = () => {
    if (!isRef(who)) return setGap(true);
    // Whoever says "until Friday" means to the end of it.
    const until = typeof values.until === "string" ? dayjs(values.until).endOf("day").toISOString() : null;
    onShare({ [kind]: who.id, level: String(values.level ?? "read"), until });
  };
  const errors = error instanceof Problem ? error.byField() : {};
  const named = fields.some((field) => errors[field.name]);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {error && !named && <Note danger>{error.message}</Note>}
      <Segments<Receiver>
        label={t("share.with")}
        value={kind}
        options={receivers
          .filter((each) => lookup(each)?.rights.read)
          .map((value) => ({ value, label: t(`share.${value}`) }))}
        onChange={(next) => {
          setKind(next);
          setGap(false);
        }}
      />
      <RecordForm
        key={kind}
        fields={fields}
        values={values}
        errors={{ ...errors, ...(gap ? { [kind]: t("form.required", { field: t(`share.${kind}`) }) } : {}) }}
        prefix="share"
        onChange={(name, value) => {
          setValues((old) => ({ ...old, [name]: value }));
          setGap(false);
        }}
      />
      <div className="form__foot share__foot">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("share.share")}
        </Button>
      </div>
    </form>
  );
}
