import { useTranslation } from "react-i18next";
import { useMeta } from "@/metadata/meta";
import { Day } from "@/ui/day";
import { Select } from "@/ui/select";
import { stateColours } from "./colours";
import type { CaseState } from "./types";

export type Wanted = { words: string; state: CaseState | ""; object: string; since: string; until: string };
export const anything: Wanted = { words: "", state: "", object: "", since: "", until: "" };

/** By what approvals are looked for; the state only where it is not the list's own. */
export function Finding({
  wanted,
  states,
  set,
}: {
  wanted: Wanted;
  states: boolean;
  set: (part: Partial<Wanted>) => void;
}) {
  const { t } = useTranslation("approvals");
  const { objects } = useMeta();
  return (
    <search className="approval-find">
      <input
        type="search"
        className="field-input"
        maxLength={100}
        aria-label={t("find.words")}
        placeholder={t("find.words")}
        value={wanted.words}
        onChange={(event) => set({ words: event.target.value })}
      />
      {states && (
        <Select
          aria-label={t("find.state")}
          placeholder={t("find.state")}
          allowClear
          value={wanted.state || undefined}
          options={(Object.keys(stateColours) as CaseState[]).map((each) => ({
            value: each,
            label: t(`state.${each}`),
          }))}
          onChange={(next?: CaseState) => set({ state: next ?? "" })}
        />
      )}
      <Select
        aria-label={t("find.object")}
        placeholder={t("find.object")}
        showSearch={{ optionFilterProp: "label" }}
        allowClear
        value={wanted.object || undefined}
        options={objects.map((each) => ({ value: each.key, label: each.label }))}
        onChange={(next?: string) => set({ object: next ?? "" })}
      />
      <div className="approval-find__days">
        {(["since", "until"] as const).map((end) => (
          <Day
            key={end}
            label={t(`find.${end}`)}
            value={wanted[end]}
            onChange={(day) => set({ [end]: day ?? "" })}
          />
        ))}
      </div>
    </search>
  );
}
