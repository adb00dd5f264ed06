import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import type { FieldMeta, ObjectMeta, Ref } from "@/api/types";
import { isEmpty } from "@/fields/value";
import { Note } from "@/ui/note";
import { Choices, type Option } from "./choices";
import { bodyOf, change, type Draft, fieldsOf, nameOf, photoField, put, swap, textFields } from "./draft";
import { Fields } from "./fields";
import { Picture } from "./picture";
import { keepCard, type Part, type Saved } from "./requests";
import { Source } from "./source";
import { accountOf, useMatches, useThere } from "./use-matches";

type Props = {
  draft: Draft;
  contact: ObjectMeta;
  account: ObjectMeta | undefined;
  /** The account the card was begun from. */
  given: Ref | null;
  onChange: (draft: Draft) => void;
  onSkip: () => void;
  onSaved: (saved: Saved) => void;
};

/** What is chosen where nobody has chosen yet: whoever is here already. */
function useChosen(draft: Draft, given: Ref | null, account: ObjectMeta | undefined) {
  const { matches, settled } = useMatches(draft);
  const asked = draft.contact ?? matches.contacts[0]?.id ?? "new";
  const read = useThere(asked === "new" ? null : asked);
  const closed = read?._can?.update === false;
  // A contact one may not change is not proposed; picked, it stands there with the reason.
  const contact = closed && !draft.contact ? "new" : asked;
  const there = contact === "new" ? null : read;
  const named = !isEmpty(draft.values.account.name) && account?.rights.create;
  const stays = accountOf(there);
  const [hit] = matches.accounts;
  const found = hit ? { id: hit.id, title: hit.title } : null;
  const likely = contact !== "new" && stays ? "none" : (given ?? found ?? (named ? "new" : "none"));
  const chosen = draft.account ?? likely;
  const refused = there !== null && closed;
  const ready = settled && (asked === "new" || read !== null) && !refused;
  return { matches, ready, refused, contact, there, stays, chosen };
}

/** A card's lines beside what they became, who it is likely about, and keeping it. */
export function CardForm({ draft, contact, account, given, onChange, onSkip, onSaved }: Props) {
  const { t } = useTranslation("cards");
  const client = useQueryClient();
  const root = useRef<HTMLFormElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const now = useChosen(draft, given, account);
  const parts: Record<Part, FieldMeta[]> = {
    contact: fieldsOf(contact, "contact", draft.values.contact),
    account: account ? fieldsOf(account, "account", draft.values.account) : [],
  };
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => keepCard(bodyOf(contact, draft, now.there ?? "new", now.chosen)),
    onSuccess: (saved) => {
      refresh(client, "contacts");
      refresh(client, "accounts");
      void client.invalidateQueries({ queryKey: ["cards"] });
      onSaved(saved);
    },
    onError: () => void client.invalidateQueries({ queryKey: ["cards"] }),
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const errors = problem?.byField() ?? {};
  const elsewhere = Object.keys(errors).filter(
    (name) =>
      !(["contact", "account"] as const).some((part) =>
        parts[part].some((f) => nameOf(part, f.name) === name),
      ),
  );
  const edit = (part: Part) => ({
    part,
    draft,
    errors,
    onChange: (field: string, value: unknown) => onChange(change(draft, part, field, value)),
    onSwap: (found: Parameters<typeof swap>[1]) => onChange(swap(draft, found)),
    onTake: (field: string) =>
      onChange({
        ...draft,
        take: draft.take.includes(field)
          ? draft.take.filter((name) => name !== field)
          : [...draft.take, field],
      }),
  });
  const focus = (line: number) => {
    const name = Object.keys(draft.lines).find((each) => draft.lines[each]?.includes(line));
    root.current?.querySelector<HTMLElement>(`[data-field="${name}"] :is(input, select, textarea)`)?.focus();
  };
  const both = (["contact", "account"] as const).flatMap((part) =>
    textFields(parts[part]).map((field) => ({ part, field, key: nameOf(part, field.name) })),
  );
  const outlined = active ? (draft.lines[active] ?? []) : [];
  const labelled = (part: Part, field: FieldMeta) =>
    `${part === "account" ? `${account?.label} · ` : ""}${field.label}`;
  const told = { contact: parts.contact, account: apart(parts.account, parts.contact, labelled) };
  return (
    <div className={`card-page ${draft.photo ? "card-page--photo" : ""}`}>
      <section className="card-page__source" aria-label={t("source")}>
        {draft.photo && (
          <Picture
            draft={draft}
            photo={draft.photo}
            outlined={outlined}
            keeps={photoField(contact) !== undefined}
            onFocus={focus}
            onKeep={(keep) => draft.photo && onChange({ ...draft, photo: { ...draft.photo, keep } })}
          />
        )}
        <Source
          draft={draft}
          outlined={outlined}
          went={went(draft, told)}
          targets={both.map(({ part, field, key }) => ({ key, label: labelled(part, field) }))}
          onFocus={focus}
          onPut={(at, key) => {
            const target = both.find((each) => each.key === key);
            const text = draft.read.lines[at]?.text.trim() ?? "";
            if (target) onChange(put(draft, target.part, target.field, text, [at]));
          }}
        />
      </section>
      <form
        ref={root}
        className="card-form"
        noValidate
        onFocus={(event) =>
          setActive(event.target.closest<HTMLElement>("[data-field]")?.dataset.field ?? null)
        }
        onBlur={() => setActive(null)}
        aria-label={t("fields")}
        onSubmit={(event) => {
          event.preventDefault();
          if (now.ready) save.mutate();
        }}
      >
        <Who draft={draft} contact={contact} now={now} onChange={onChange} />
        <Fields {...edit("contact")} fields={parts.contact} there={now.there} />
        {account && <Whose draft={draft} account={account} given={given} now={now} onChange={onChange} />}
        {now.chosen === "new" && <Fields {...edit("account")} fields={told.account} there={null} />}
        {problem && (elsewhere.length > 0 || Object.keys(errors).length === 0) && (
          <Note danger>{elsewhere.map((name) => errors[name]).join(" ") || problem.message}</Note>
        )}
        <div className="form__foot">
          <span className="grow" />
          <Button onClick={onSkip}>{t("skip")}</Button>
          <Button type="primary" htmlType="submit" disabled={!now.ready} loading={save.isPending}>
            {now.there ? t("update") : t("create")}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** Fields of the account, those called like one of the contact with the account's word before. */
function apart(
  fields: FieldMeta[],
  contact: FieldMeta[],
  labelled: (part: Part, field: FieldMeta) => string,
): FieldMeta[] {
  const taken = new Set(contact.map((field) => field.label));
  return fields.map((field) =>
    taken.has(field.label) ? { ...field, label: labelled("account", field) } : field,
  );
}

/** Labels of the fields each line went to. */
function went(draft: Draft, parts: Record<Part, FieldMeta[]>): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const part of ["contact", "account"] as const)
    for (const field of parts[part])
      for (const line of isEmpty(draft.values[part][field.name])
        ? []
        : (draft.lines[nameOf(part, field.name)] ?? []))
        found.set(line, [...new Set([...(found.get(line) ?? []), field.label])]);
  return found;
}

type Now = ReturnType<typeof useChosen>;
type ChoiceProps = { draft: Draft; now: Now; onChange: (draft: Draft) => void };

/** Whether the contact is new, or one of those that are here. */
function Who({ draft, contact, now, onChange }: ChoiceProps & { contact: ObjectMeta }) {
  const { t } = useTranslation("cards");
  const options: Option[] = [
    ...now.matches.contacts.map((hit) => ({
      value: hit.id,
      label: t("updateOne", { title: hit.title }),
      hit,
      plural: contact.plural,
    })),
    { value: "new", label: t("newOne", { object: contact.label }) },
  ];
  if (now.matches.contacts.length === 0) return <h2 className="card-form__legend">{contact.label}</h2>;
  const pick = (value: string) =>
    onChange({
      ...draft,
      take: [],
      account: undefined,
      contact: value,
    });
  return (
    <>
      <Choices
        name="card-who"
        label={t("who", { object: contact.label })}
        value={now.contact}
        options={options}
        onChange={pick}
      />
      {now.there && <p className="muted">{t(now.refused ? "notYours" : "onlyEmpty")}</p>}
    </>
  );
}

/** Which account the contact belongs to. */
function Whose({
  draft,
  account,
  given,
  now,
  onChange,
}: ChoiceProps & { account: ObjectMeta; given: Ref | null }) {
  const { t } = useTranslation("cards");
  const hits = now.matches.accounts.map((hit) => ({
    value: hit.id,
    label: hit.title,
    hit,
    plural: account.plural,
  }));
  const begun =
    given && !hits.some((hit) => hit.value === given.id)
      ? [{ value: given.id, label: given.title ?? "" }]
      : [];
  const name = String(draft.values.account.name ?? "");
  const options: Option[] = [
    ...begun,
    ...hits,
    ...(account.rights.create
      ? [{ value: "new", label: t(name ? "newNamed" : "newOne", { object: account.label, name }) }]
      : []),
    {
      value: "none",
      label: now.stays ? t("stays", { title: now.stays.title }) : t("noAccount", { object: account.label }),
    },
  ];
  const pick = (value: string) => {
    const found = options.find((option) => option.value === value);
    onChange({
      ...draft,
      account: value === "new" || value === "none" ? value : { id: value, title: found?.label ?? "" },
    });
  };
  const value = typeof now.chosen === "object" ? now.chosen.id : now.chosen;
  return <Choices name="card-whose" label={account.label} value={value} options={options} onChange={pick} />;
}
