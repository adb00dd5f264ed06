import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { Ref } from "@/api/types";
import type { Node } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { isRef, titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { Select } from "@/ui/select";
import { useDelayed } from "@/ui/use-delayed";
import { useNamed } from "./use-named";

type Option = { value: string; title: string; label: React.ReactNode };
type Props = {
  target: string;
  /** Only those that meet this are offered. */
  within?: Node;
  label: string;
  value: Ref[];
  onChange: (value: Ref[]) => void;
  several?: boolean;
  person?: boolean;
  clearable?: boolean;
  placeholder?: string;
  extra?: Ref[];
  id?: string;
  invalid?: boolean;
  autoFocus?: boolean;
};

const toOption =
  (person: boolean) =>
  (ref: Ref): Option => ({
    value: ref.id,
    title: ref.title ?? "—",
    label: (
      <span className="row">
        <Avatar title={ref.title ?? "—"} person={person} />
        <span className="ellipsis">{ref.title ?? "—"}</span>
      </span>
    ),
  });

function useFound(target: string, q: string, wanted: boolean, within?: Node) {
  const object = useObject(target);
  const query = useQuery({
    queryKey: [...keys.pick(object?.plural ?? "", q), within],
    queryFn: ({ signal }) =>
      listRecords(object?.plural ?? "", { q: q || undefined, filter: within, limit: 20 }, signal),
    enabled: wanted && object !== undefined,
    staleTime: 30_000,
  });
  const refs = (query.data?.items ?? []).map((record) => ({
    id: record.id,
    title: object ? titleOf(object, record, currentLanguage()) : record.id,
  }));
  return { refs, busy: query.isFetching };
}

/** Picks one or several records by typing part of a name (pinyin too, the server searches). */
export function RecordSelect(props: Props) {
  const {
    target,
    label,
    value: given,
    onChange,
    several = false,
    person = false,
    clearable = true,
    extra = [],
  } = props;
  const { t } = useTranslation();
  const value = useNamed(target, given);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(props.autoFocus ?? false);
  const { refs, busy } = useFound(target, useDelayed(typed), open, props.within);
  const known = [...value, ...extra, ...refs].filter(isRef);
  const offered = [...(typed ? [] : extra), ...refs];
  const options = [...new Map(offered.map((ref) => [ref.id, ref])).values()].map(toOption(person));
  const shown = value.map((ref) => toOption(person)(ref));
  const pick = (ids: string[]) => {
    // An open list lies over what stands below it: the next field, or the button of the dialog.
    if (several && ids.length > value.length) setOpen(false);
    onChange(ids.map((id) => known.find((ref) => ref.id === id)).filter((ref) => ref !== undefined));
  };
  return (
    <Select
      id={props.id}
      className="select-wide"
      popupMatchSelectWidth={260}
      aria-label={label}
      labelInValue
      mode={several ? "multiple" : undefined}
      allowClear={clearable}
      autoFocus={props.autoFocus}
      open={open}
      onOpenChange={setOpen}
      status={props.invalid ? "error" : undefined}
      placeholder={props.placeholder ?? t("fields.typeToFind")}
      notFoundContent={busy ? t("common.loading") : t("common.nothingFound")}
      loading={busy}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      options={options}
      value={several ? shown : shown[0]}
      onChange={(next) => pick((Array.isArray(next) ? next : next ? [next] : []).map((item) => item.value))}
    />
  );
}
