import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { changeRecord, createRecord, deleteRecord, runAction } from "@/api/records";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { dates, numbered, type Parts, partsOf, patternOf } from "./pattern";
import type { Numbered } from "./requests";

const plural = "number-patterns";

/** Keeps a pattern where it is held: an object of one's own holds its own; for others it is a record, taken away where
 *  it says what is shipped anyway. */
async function keep({ object, record, shipped, ...item }: Numbered, pattern: string, count: number) {
  const on = count > item.count;
  if (pattern === shipped && !on) return record ? deleteRecord(plural, record.id, record.version) : undefined;
  const held = record?.plural ?? plural;
  const values = shipped === null ? { number_pattern: pattern } : { pattern };
  const kept = record
    ? pattern === item.pattern
      ? record
      : await changeRecord(held, record.id, values, record.version)
    : await createRecord(held, { object, pattern });
  if (on) await runAction(held, kept.id, "count_on", { count });
}

/** The pattern of one object, put together from its parts, with what its next record gets. */
export function PatternDialog({ item, onClose }: { item: Numbered; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [pattern, setPattern] = useState(item.pattern);
  const [count, setCount] = useState(item.count);
  const parts = partsOf(pattern);
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => keep(item, pattern, count),
    onSuccess: () => {
      toast(t("admin:numberSaved"));
      void client.invalidateQueries();
      onClose();
    },
  });
  const wrong = save.error instanceof Problem ? Object.values(save.error.byField())[0] : undefined;
  return (
    <Dialog
      title={t("admin:numberOf", { name: item.label })}
      onCancel={onClose}
      footer={
        <>
          {item.shipped !== null && pattern !== item.shipped && (
            <Button onClick={() => setPattern(item.shipped ?? "")}>{t("admin:numberShipped")}</Button>
          )}
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={pattern === item.pattern && count === item.count}
            onClick={() => save.mutate()}
          >
            {t("admin:save")}
          </Button>
        </>
      }
    >
      <div className="stack">
        {parts ? (
          <Chosen parts={parts} onChange={(next) => setPattern(patternOf(next))} />
        ) : (
          <Input
            aria-label={t("admin:numberPattern")}
            value={pattern}
            onChange={(event) => setPattern(event.target.value)}
          />
        )}
        <div className="labelled numbering__count">
          <label htmlFor="numbering-count">{t("admin:numberCount")}</label>
          <InputNumber
            id="numbering-count"
            value={count}
            min={item.count}
            max={item.count + 1_000_000}
            precision={0}
            onChange={(next) => setCount(next ?? item.count)}
          />
          <span className="muted">
            {count > item.count
              ? t("admin:numberGap", { from: item.count, to: count - 1 })
              : t("admin:numberOnward", { from: item.count })}
          </span>
        </div>
        {save.error && <Note danger>{wrong ?? save.error.message}</Note>}
        <p>
          <span className="muted">{t("admin:numberNext")}</span>{" "}
          <strong className="num">{numbered(pattern, count, new Date())}</strong>
        </p>
        <p className="muted">{t("admin:numberKept")}</p>
      </div>
    </Dialog>
  );
}

function Chosen({ parts, onChange }: { parts: Parts; onChange: (next: Parts) => void }) {
  const { t } = useTranslation();
  return (
    <div className="numbering__parts">
      <div className="labelled">
        <span>{t("admin:numberPrefix")}</span>
        <Input
          aria-label={t("admin:numberPrefix")}
          value={parts.before}
          maxLength={20}
          onChange={(event) => onChange({ ...parts, before: event.target.value.replaceAll(/[{}]/g, "") })}
        />
      </div>
      <div className="labelled">
        <span>{t("admin:numberDate")}</span>
        <Select
          aria-label={t("admin:numberDate")}
          value={parts.date}
          options={dates.map((value) => ({
            value,
            label: value ? numbered(value, 0, new Date()) : t("admin:numberNoDate"),
          }))}
          onChange={(date) => onChange({ ...parts, date })}
        />
      </div>
      <div className="labelled">
        <span>{t("admin:numberBetween")}</span>
        <Input
          aria-label={t("admin:numberBetween")}
          value={parts.between}
          maxLength={5}
          onChange={(event) => onChange({ ...parts, between: event.target.value.replaceAll(/[{}]/g, "") })}
        />
      </div>
      <div className="labelled">
        <span>{t("admin:numberDigits")}</span>
        <InputNumber
          aria-label={t("admin:numberDigits")}
          value={parts.digits}
          min={1}
          max={12}
          precision={0}
          onChange={(digits) => onChange({ ...parts, digits: digits ?? 1 })}
        />
      </div>
    </div>
  );
}
