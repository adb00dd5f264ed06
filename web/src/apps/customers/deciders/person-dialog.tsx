import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { FieldInput } from "@/fields/editor";
import { canEdit, fieldOf, useObject } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import { type DecisionMap, influencedBy, type Person, place, superiorOf } from "./requests";
import { textOf } from "./shown";
import { selfAndBelow } from "./tree";

type Props = { account: string; map: DecisionMap; person: Person; onSaved: () => void; onClose: () => void };
const asked = ["roles", "stance", "strength", "known_by"];

const fieldsOf = (object: ObjectMeta | undefined) =>
  object
    ? asked
        .map((name) => fieldOf(object, name))
        .filter((field) => field !== undefined)
        .filter((field) => canEdit(object, field))
    : [];

/** What one person decides, how he stands to us, and the lines that begin with him. */
export function PersonDialog({ account, map, person, onSaved, onClose }: Props) {
  const { t } = useTranslation("deciders");
  const fields = fieldsOf(useObject("account_contact"));
  const draws = useObject("contact_relation")?.rights.create ?? false;
  const [part, setPart] = useState<Record<string, unknown>>({});
  const [superior, setSuperior] = useState(superiorOf(map, person.id)?.to.id ?? null);
  const [influences, setInfluences] = useState(influencedBy(map, person.id).map((line) => line.to.id));
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      place(account, person, {
        ...(Object.keys(part).length > 0 ? { part } : {}),
        ...(draws && superior !== (superiorOf(map, person.id)?.to.id ?? null) ? { superior } : {}),
        ...(draws ? { influences } : {}),
      }),
    onSettled: onSaved,
    onSuccess: onClose,
  });
  const below = selfAndBelow(map, person.id);
  const others = map.people
    .filter((each) => each.id !== person.id)
    .map((each) => ({
      value: each.id,
      label: [textOf(each.name), textOf(each.title)].filter(Boolean).join(" · "),
    }));
  const names = { optionFilterProp: "label" } as const;
  return (
    <Dialog
      title={textOf(person.name)}
      width={520}
      onCancel={onClose}
      footer={
        <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>
          {t("save")}
        </Button>
      }
    >
      <div className="decider__form">
        {save.error && <Note danger>{save.error.message}</Note>}
        {fields.map((field) => (
          <div key={field.name} className="labelled">
            <span title={field.help}>{field.label}</span>
            <FieldInput
              field={field}
              value={field.name in part ? part[field.name] : (person.part?.[field.name] ?? null)}
              onChange={(value) => setPart({ ...part, [field.name]: value })}
            />
          </div>
        ))}
        {draws && others.length > 0 && (
          <>
            <div className="labelled">
              <span>{t("superior")}</span>
              <Select<string | null>
                aria-label={t("superior")}
                allowClear
                showSearch={names}
                placeholder={t("nobody")}
                value={superior}
                options={others.filter((each) => !below.has(each.value))}
                onChange={(next) => setSuperior(next ?? null)}
              />
            </div>
            <div className="labelled">
              <span>{t("influenced")}</span>
              <Select<string[]>
                aria-label={t("influenced")}
                mode="multiple"
                showSearch={names}
                placeholder={t("nobody")}
                value={influences}
                options={others}
                onChange={setInfluences}
              />
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
