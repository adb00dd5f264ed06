import { useQuery } from "@tanstack/react-query";
import { Mentions } from "antd";
import { Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { findPeople, type Mentionable } from "@/api/notices";
import { Avatar } from "@/ui/avatar";
import { useDelayed } from "@/ui/use-delayed";
import { asking, type Chosen } from "./called";
import "./texts";
import "./calling.css";

type Props = {
  /** Who is offered must see this record; nobody is, without one. */
  about: { object: string; plural: string; id: string } | undefined;
  text: string;
  chosen: Chosen[];
  label: string;
  placeholder: string;
  rows?: number;
  className?: string;
  onFocus?: () => void;
  onText: (text: string) => void;
  onChosen: (chosen: Chosen[]) => void;
};

function Offered({ person }: { person: Mentionable }) {
  const { t } = useTranslation();
  return (
    <span className="calling__one">
      {person.team ? (
        <Users size={16} role="img" aria-label={t("calling:team")} />
      ) : (
        <Avatar title={person.title} person />
      )}
      {person.title}
      {!person.sees && (
        <span className="muted">{person.team ? t("calling:nobodySees") : t("calling:cannotSee")}</span>
      )}
    </span>
  );
}

/** A box one writes in; @ calls colleagues and teams who can see what it is about. */
export function CallingText({ about, text, chosen, label, placeholder, rows, ...rest }: Props) {
  const { t } = useTranslation();
  const [words, setWords] = useState<string | null>(null);
  const asked = useDelayed(words, 150);
  const people = useQuery({
    queryKey: [...keys.record(about?.plural ?? "", about?.id ?? ""), "people", asked],
    queryFn: ({ signal }) => findPeople(about?.object ?? "", about?.id ?? "", asked ?? "", signal),
    enabled: about !== undefined && asked !== null,
    staleTime: 30_000,
  });
  const found = people.data?.items ?? [];
  return (
    <Mentions
      value={text}
      rows={rows ?? 1}
      maxLength={10_000}
      variant="borderless"
      className={`calling ${rest.className ?? ""}`}
      aria-label={label}
      placeholder={placeholder}
      loading={people.isFetching}
      notFoundContent={t("calling:nobody")}
      filterOption={false}
      options={found.map((person) => ({
        key: person.id,
        value: person.title,
        disabled: !person.sees,
        label: <Offered person={person} />,
      }))}
      onFocus={rest.onFocus}
      onChange={(now) => {
        rest.onText(now);
        // The component looks for names when a key is let go: what is pasted, dictated or chosen has none.
        const name = asking(now);
        if (name !== null) setWords(name);
      }}
      onSearch={setWords}
      onSelect={(option) => {
        // The component lengthens the keys it is given.
        const one = found.find((each) => String(option.key).startsWith(each.id));
        if (one) rest.onChosen([...chosen.filter(({ id }) => id !== one.id), one]);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey))
          event.currentTarget.form?.requestSubmit();
      }}
    />
  );
}
