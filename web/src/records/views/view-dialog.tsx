import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import type { FieldMeta, SavedView } from "@/api/types";
import { fieldOf, useObject, useObjects } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { RecordForm } from "../form/record-form";

type Props = {
  view?: SavedView;
  suggested: string;
  submit: (values: Record<string, unknown>) => Promise<unknown>;
  onClose: () => void;
};

const asked = ["name", "to_teams", "to_departments", "to_roles", "to_everybody", "opens"] as const;
const forAdministrators = new Set<string>(["to_roles", "to_everybody"]);

function useFields(): FieldMeta[] {
  const object = useObject("view");
  const lookup = useObjects();
  const { user } = useSignedIn();
  return asked
    .filter((name) => user.admin || !forAdministrators.has(name))
    .map((name) => object && fieldOf(object, name))
    .filter((field) => field !== undefined)
    .filter((field) => !field.target || lookup(field.target)?.rights.read);
}

/** What a view is called and who may use it. */
export function ViewDialog({ view, suggested, submit, onClose }: Props) {
  const { t } = useTranslation();
  const fields = useFields();
  const [values, setValues] = useState<Record<string, unknown>>(
    view
      ? Object.fromEntries(asked.map((name) => [name, view[name]]))
      : { name: suggested, to_everybody: false, opens: false },
  );
  const work = useMutation({ meta: { quiet: true }, mutationFn: submit, onSuccess: onClose });
  const errors = work.error instanceof Problem ? work.error.byField() : {};
  const known = fields.some((field) => errors[field.name]);
  return (
    <Dialog title={view ? t("views.edit") : t("views.saveNew")} width={520} footer={null} onCancel={onClose}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          work.mutate(values);
        }}
      >
        {work.error && !known && <Note danger>{work.error.message}</Note>}
        <RecordForm
          fields={fields}
          values={values}
          errors={errors}
          prefix="view"
          focusFirst
          onChange={(name, value) => setValues((old) => ({ ...old, [name]: value }))}
        />
        <p className="muted">{t("views.noRight")}</p>
        <div className="form__foot">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" htmlType="submit" loading={work.isPending}>
            {t("views.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
