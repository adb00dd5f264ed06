import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { Copy, FlaskConical } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import { Value } from "@/fields/value";
import { translate } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { tryMessage } from "./requests";
import { sampleOf, sending } from "./signing";

/** Lines of a program, to be copied. */
export function Code({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const copy = () => void navigator.clipboard?.writeText(text).then(() => toast(t("common.copied")));
  return (
    <details className="sample">
      <summary>{label}</summary>
      <div className="sample__code">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys */}
        <pre className="deliveries__body" tabIndex={0}>
          {text}
        </pre>
        <PlainButton icon={<Copy size={14} />} label={t("common.copy")} onClick={copy} />
      </div>
    </details>
  );
}

const read = (text: string): Record<string, unknown> | null => {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null && !Array.isArray(found)
      ? (found as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};

/** A message to try a way in with, what it would make, and the commands that send it. */
export function TryIt({ record, url }: { record: RecordData; url: string }) {
  const { t } = useTranslation();
  const object = useObject(String(record.object ?? ""));
  const mapping = (record.mapping ?? {}) as Record<string, string>;
  const [text, setText] = useState(() => JSON.stringify(sampleOf(mapping, object), null, 2));
  const message = read(text);
  const attempt = useMutation({
    meta: { quiet: true },
    mutationFn: () => tryMessage(record.id, message ?? {}),
  });
  const found = attempt.data;
  return (
    <>
      <h3 className="auto-head">{t("automation:sample")}</h3>
      <Input.TextArea
        className="sample__text"
        aria-label={t("automation:sample")}
        rows={9}
        maxLength={100_000}
        spellCheck={false}
        status={message ? undefined : "error"}
        value={text}
        onChange={(event) => {
          attempt.reset();
          setText(event.target.value);
        }}
      />
      {!message && <p className="form__error">{t("automation:noJson")}</p>}
      <div>
        <Button
          icon={<FlaskConical size={14} />}
          disabled={!message}
          loading={attempt.isPending}
          onClick={() => attempt.mutate()}
        >
          {t("automation:tryMessage")}
        </Button>
      </div>
      {attempt.error && <Note danger>{said(attempt.error, object)}</Note>}
      {found && (
        <div role="status" className="sample__made">
          <p>{t(`automation:would.${found.outcome}`, { object: object?.label ?? "" })}</p>
          <dl className="sample__values">
            {Object.keys(mapping).map((name) => {
              const field = object?.fields.find((each) => each.name === name);
              return (
                field && (
                  <div key={name}>
                    <dt className="muted">{field.label}</dt>
                    <dd>
                      <Value field={field} value={found.values[name]} compact />
                    </dd>
                  </div>
                )
              );
            })}
          </dl>
        </div>
      )}
      <Code label={t("automation:sendSample")} text={sending(url, JSON.stringify(message ?? {}))} />
    </>
  );
}

/** What is wrong, field by field where that is known. */
function said(error: Error, object: ObjectMeta | undefined): string {
  const lines = "errors" in error ? (error.errors as { field: string; message: string }[]) : [];
  const label = (name: string) => object?.fields.find((each) => each.name === name)?.label ?? name;
  const line = (each: (typeof lines)[number]) =>
    each.field
      ? translate("automation:wrongAt", { what: label(each.field), why: each.message })
      : each.message;
  return lines.length > 0 ? lines.map(line).join(" ") : error.message;
}
