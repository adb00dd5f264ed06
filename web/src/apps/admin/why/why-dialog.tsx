import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { currentLanguage } from "@/lib/i18n";
import { useMeta } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import type { PanelProps } from "@/records/extensions";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import { askWhy, type Reason } from "./requests";
import "./why.css";

await ready;

/** From a record: whom do you wonder about? */
export function WhyOfRecord({ object, record, onClose }: PanelProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const [person, setPerson] = useState<Ref | null>(null);
  return (
    <Dialog
      title={t("admin:whoSees", { title: titleOf(object, record, currentLanguage()) })}
      width={600}
      footer={null}
      onCancel={onClose}
    >
      <div className="stack">
        <Person person={person} onPerson={setPerson} />
        {person ? (
          <Answer user={person} object={object.key} id={record.id} />
        ) : (
          <p className="muted">{t("admin:choosePerson")}</p>
        )}
      </div>
    </Dialog>
  );
}

/** From a person: which record do you wonder about? */
export function WhyOfPerson({ person, onClose }: { person: Ref; onClose: () => void }) {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const offered = objects.filter((object) => object.columns.length > 0);
  const [key, setKey] = useState(offered.find((object) => object.group !== "settings")?.key ?? "");
  const [record, setRecord] = useState<Ref | null>(null);
  return (
    <Dialog title={t("admin:whatSees", { name: person.title })} width={600} footer={null} onCancel={onClose}>
      <div className="stack">
        <div className="why__ask">
          <Select
            aria-label={t("admin:object")}
            showSearch={{ optionFilterProp: "label" }}
            value={key}
            options={offered.map((object) => ({ value: object.key, label: object.label }))}
            onChange={(next: string) => {
              setKey(next);
              setRecord(null);
            }}
          />
          <RecordSelect
            key={key}
            target={key}
            label={t("admin:record")}
            value={record ? [record] : []}
            onChange={([next]) => setRecord(next ?? null)}
          />
        </div>
        {record ? (
          <Answer user={person} object={key} id={record.id} />
        ) : (
          <p className="muted">{t("admin:chooseRecord")}</p>
        )}
      </div>
    </Dialog>
  );
}

function Person({ person, onPerson }: { person: Ref | null; onPerson: (person: Ref | null) => void }) {
  const { t } = useTranslation();
  return (
    <RecordSelect
      autoFocus
      person
      target="user"
      label={t("admin:person")}
      value={person ? [person] : []}
      onChange={([next]) => onPerson(next ?? null)}
    />
  );
}

/** Yes or no, and the chain of reasons as the policy gives it. */
function Answer({ user, object, id }: { user: Ref; object: string; id: string }) {
  const { t } = useTranslation();
  const [verb, setVerb] = useState("read");
  const why = useQuery({
    queryKey: ["why", user.id, object, id, verb, currentLanguage()],
    queryFn: ({ signal }) => askWhy({ user: user.id, object, id, verb }, signal),
    placeholderData: (before) => before,
    retry: false,
  });
  if (why.error) return <Note danger>{why.error.message}</Note>;
  if (!why.data) return <Waiting />;
  const { sees, reasons, fields, verbs, signs_in } = why.data;
  const label = verbs.find((each) => each.name === verb)?.label ?? verb;
  return (
    <div className="stack" role="status">
      <div className="why__verdict">
        <span className={`why__mark ${sees ? "why__mark--yes" : "why__mark--no"}`} aria-hidden="true">
          {sees ? <CircleCheck size={18} /> : <CircleX size={18} />}
        </span>
        <strong className="grow">
          {sees
            ? t("admin:may", { name: user.title, verb: label })
            : t("admin:mayNot", { name: user.title, verb: label })}
        </strong>
        <Select
          aria-label={t("admin:verb")}
          className="why__verb"
          value={verb}
          options={verbs.map((each) => ({ value: each.name, label: each.label }))}
          onChange={(next: string) => setVerb(next)}
        />
      </div>
      {!signs_in && <Note>{t("admin:cannotSignIn")}</Note>}
      <Reasons reasons={reasons} />
      {fields.length > 0 && (
        <section aria-label={t("admin:closedFields")}>
          <h3 className="why__head">{t("admin:closedFields")}</h3>
          <ul className="why__fields">
            {fields.map((field) => (
              <li key={field.name}>
                <span className="grow">{field.label}</span>
                <span className="muted">{field.roles}</span>
                <Tag text={field.right_label} colour={field.right === "hidden" ? "red" : "purple"} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Reasons({ reasons }: { reasons: Reason[] }) {
  return (
    <ul className="why">
      {reasons.map((reason, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: reasons have no identity
        <li key={at} className={reason.holds ? "why__yes" : "why__no"}>
          {reason.steps.map((step) => (
            <p key={step}>{step}</p>
          ))}
          {reason.because.length > 0 && (
            <Reasons reasons={reason.holds ? reason.because.filter((each) => each.holds) : reason.because} />
          )}
        </li>
      ))}
    </ul>
  );
}
