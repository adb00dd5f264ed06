import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta, Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { fieldOf, useObject } from "@/metadata/meta";
import type { CreateProps } from "@/records/extensions";
import { RecordForm } from "@/records/form/record-form";
import { missing } from "@/records/form/use-create";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { toast } from "@/ui/toast";
import { type Part, useNewDeal } from "./use-new-deal";

const asked: Record<Part, string[]> = {
  account: ["name", "industry", "phone", "region"],
  contact: ["name", "title", "mobile", "phone"],
  opportunity: ["name", "amount", "expected_close", "next_step"],
};

function fieldsOf(object: ObjectMeta | undefined, part: Part): FieldMeta[] {
  if (!object) return [];
  const named = asked[part].map((name) => fieldOf(object, name)).filter((field) => field !== undefined);
  const needed = object.fields.filter((field) => field.required && !asked[part].includes(field.name));
  return [...named, ...needed].filter((field) => !field.readonly);
}

/** Company, contact and deal in one form: an existing company can be chosen, and empty parts are left out. */
export function NewDeal({ onDone }: CreateProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const objects = {
    account: useObject("account"),
    contact: useObject("contact"),
    opportunity: useObject("opportunity"),
  };
  const [known, setKnown] = useState("new");
  const [chosen, setChosen] = useState<Ref | null>(null);
  const account = known === "known" ? chosen : null;
  const form = useNewDeal(objects, account, (made) => {
    onDone();
    toast(t("deal.made"));
    const [part, record] = made.opportunity
      ? (["opportunity", made.opportunity] as const)
      : (["account", made.account] as const);
    const plural = objects[part]?.plural;
    if (plural && record) void navigate({ to: "/$plural/$id", params: { plural, id: record.id } });
  });
  const parts = (["account", "contact", "opportunity"] as const).filter(
    (part) => objects[part]?.rights.create && !(part === "account" && known === "known"),
  );
  const submit = () => {
    const gaps = Object.fromEntries(
      parts.map((part) => {
        const needed = form.wanted(part) || part === "opportunity";
        return [part, needed ? missing(fieldsOf(objects[part], part), form.values[part], t) : {}];
      }),
    );
    const errors = { account: {}, contact: {}, opportunity: {}, ...gaps };
    form.setErrors(errors);
    if (Object.values(gaps).every((gap) => Object.keys(gap).length === 0)) form.write.mutate();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="form__scroll">
        {form.write.error && <Note danger>{form.write.error.message}</Note>}
        {(["account", "contact", "opportunity"] as const).map((part) => {
          const object = objects[part];
          if (!object) return null;
          return (
            <section key={part} className="form__section">
              <div className="row">
                <h3>{object.label}</h3>
                {part === "account" && (
                  <Segments
                    label={object.label}
                    value={known}
                    options={[
                      { value: "new", label: t("deal.new") },
                      { value: "known", label: t("deal.known") },
                    ]}
                    onChange={setKnown}
                  />
                )}
              </div>
              {part === "account" && known === "known" ? (
                <RecordSelect
                  target="account"
                  label={object.label}
                  value={chosen ? [chosen] : []}
                  onChange={(refs) => setChosen(refs[0] ?? null)}
                />
              ) : (
                <RecordForm
                  prefix={`deal-${part}`}
                  fields={fieldsOf(object, part)}
                  values={form.values[part]}
                  errors={form.errors[part]}
                  focusFirst={part === "account"}
                  onChange={form.change(part)}
                />
              )}
            </section>
          );
        })}
      </div>
      <div className="form__foot">
        <span className="grow" />
        <Button onClick={onDone}>{t("common.cancel")}</Button>
        <Button type="primary" htmlType="submit" loading={form.write.isPending}>
          {t("form.create")}
        </Button>
      </div>
    </form>
  );
}
