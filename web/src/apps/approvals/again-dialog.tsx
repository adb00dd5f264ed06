import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import type { FieldMeta, ObjectMeta, Ref } from "@/api/types";
import { fieldOf, inputsOf, useObject } from "@/metadata/meta";
import { wired } from "@/records/built/wired";
import { RecordForm } from "@/records/form/record-form";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Ahead, idsOf, useAhead } from "./ahead";
import { lastReturn } from "./returned";
import type { Case, Chosen } from "./types";
import { useStep } from "./use-step";

type Found = Pick<Case, "id"> & Partial<Case>;
type Values = Record<string, unknown>;

/** What a returned case asks for, as it may be asked for once more: fields of the record, or what its action takes. */
function askedFields(object: ObjectMeta | undefined, found: Found): FieldMeta[] {
  const action = object?.actions.find((each) => each.name === found.action);
  if (action) return inputsOf(action);
  if (!object || (found.action !== "update" && found.action !== "create")) return [];
  return Object.keys(found.input ?? {})
    .map((name) => fieldOf(object, name))
    .filter((field): field is FieldMeta => field !== undefined && !field.readonly);
}

/** What the form begins with: what was asked for last. */
function startOf(fields: FieldMeta[], found: Found): Values {
  const lines = new Map((found.changes ?? []).map((line) => [line.field, line.after]));
  const known = found.action === "update" || found.action === "create";
  return Object.fromEntries(
    fields.map(({ name }) => [name, (known ? lines.get(name) : null) ?? found.input?.[name] ?? null]),
  );
}

const isRef = (value: unknown): value is Ref => typeof value === "object" && value !== null && "id" in value;

/** Ids in place of Refs, as an action takes them. */
const bare = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(bare) : isRef(value) ? value.id : value;

/** Whom the initiator chose before, at the steps that left it to him. */
const chosenBefore = (found: Found): Chosen =>
  Object.fromEntries(
    (found.steps ?? []).map((step) => [
      step.id,
      step.people.map((person) => ({ id: person.id, title: person.name })),
    ]),
  );

/** A returned case is changed and submitted again, with who will decide about it then. */
export function AgainDialog({ found, onClose }: { found: Found; onClose: () => void }) {
  const { t } = useTranslation("approvals");
  const object = useObject(found.object ?? "");
  const fields = askedFields(object, found);
  const [values, setValues] = useState(() => startOf(fields, found));
  const [comment, setComment] = useState("");
  const [chosen, setChosen] = useState(() => chosenBefore(found));
  const step = useStep(found.id, onClose);
  const back = lastReturn(found);
  const given = fields.map(({ name }) => [name, values[name]] as const);
  const input: Values =
    found.action === "update" || found.action === "create"
      ? {
          ...found.input,
          ...Object.fromEntries(
            given.map(([name, value]) => [
              name,
              wired(
                fields.find((field) => field.name === name),
                value,
              ),
            ]),
          ),
        }
      : Object.fromEntries(
          given.filter(([, value]) => value != null).map(([name, value]) => [name, bare(value)]),
        );
  const wish = {
    object: found.object ?? "",
    record: found.record ?? null,
    action: found.action ?? "",
    input,
  };
  const ahead = useAhead(wish, chosen);
  const send = () => {
    if (!step.isPending)
      step.mutate({
        way: "resubmit",
        body: { comment: comment.trim() || null, input, chosen: idsOf(chosen) },
      });
  };
  const error = step.error ?? ahead.error;
  const problems = error instanceof Problem ? error.byField() : {};
  const atFields = fields.some((field) => problems[field.name]);
  return (
    <Dialog
      title={t("way.resubmit")}
      width={560}
      okText={t("way.resubmit")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: step.isPending, autoFocus: fields.length === 0 }}
      onOk={send}
      onCancel={onClose}
    >
      <div className="approval__form">
        {back?.opinion && <Note>{t("backBecause", { who: back.who.name, why: back.opinion })}</Note>}
        {error && !atFields && <Note danger>{error.message}</Note>}
        {fields.length > 0 && (
          <RecordForm
            fields={fields}
            values={values}
            errors={problems}
            prefix="again"
            focusFirst
            columns={fields.length > 2 ? 2 : 1}
            onChange={(name, value) => setValues((old) => ({ ...old, [name]: value }))}
          />
        )}
        <Input.TextArea
          aria-label={t("comment")}
          placeholder={t("comment")}
          rows={2}
          maxLength={20000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing)
              send();
          }}
        />
        <p className="muted">{t(found.again === "resume" ? "aheadResume" : "ahead")}</p>
        <Ahead query={ahead} value={chosen} onChange={setChosen} />
      </div>
    </Dialog>
  );
}
