import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useId } from "react";
import { Select } from "@/ui/select";
import type { About } from "./compose";
import { mailKeys, readReceivers } from "./requests";

type Props = {
  label: string;
  about: About;
  value: string[];
  error?: string;
  autoFocus?: boolean;
  onChange: (people: string[]) => void;
  children?: ReactNode;
};

/** Addresses typed or chosen from those on and around the record. */
export function Receivers({ label, about, value, error, autoFocus, onChange, children }: Props) {
  const id = useId();
  const { object, record } = about;
  const offers = useQuery({
    queryKey: mailKeys.receivers(object.key, record.id),
    queryFn: ({ signal }) => readReceivers(object.key, record.id, "", signal),
    enabled: object.timeline !== false,
  });
  const options = (offers.data?.items ?? []).map(({ address, name }) => {
    const shown = name && name !== address ? `${name} <${address}>` : address;
    return { value: shown, label: shown };
  });
  return (
    <div className="compose__line">
      <label htmlFor={id}>{label}</label>
      <div className="grow">
        <Select<string[]>
          id={id}
          mode="tags"
          className="compose__people"
          value={value}
          autoFocus={autoFocus}
          status={error ? "error" : undefined}
          tokenSeparators={[";", "；", ",", "，", " "]}
          options={options}
          onChange={onChange}
        />
        {error && (
          <p className="form__error" role="alert">
            {error}
          </p>
        )}
      </div>
      {children}
    </div>
  );
}
