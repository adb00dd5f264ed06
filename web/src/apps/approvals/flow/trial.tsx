import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { type Node, toWire } from "@/lib/criteria";
import { useAbout } from "@/records/built/inputs";
import { Note } from "@/ui/note";
import { PathView } from "../path";
import { type Draft, tryProcess } from "../requests";

type Props = {
  values: Record<string, unknown>;
  children: (problems: Record<string, string>) => ReactNode;
};

/** The process beside its trial: what the server has against it now, and who would decide about a real record. */
export function Trial({ values, children }: Props) {
  const { t } = useTranslation("flow");
  const object = useAbout(values);
  const [record, setRecord] = useState<Ref | null>(null);
  const [asker, setAsker] = useState<Ref | null>(null);
  const draft: Draft = {
    object: object?.key ?? "",
    condition: toWire((values.condition as Node | null) ?? null),
    nodes: Array.isArray(values.nodes) ? values.nodes : [],
    record: record?.id ?? null,
    asker: asker?.id ?? null,
  };
  const asked = useDeferredValue(object && JSON.stringify(draft));
  const trial = useQuery({
    queryKey: ["process-trial", asked],
    queryFn: ({ signal }) => tryProcess(JSON.parse(asked ?? "") as Draft, signal),
    enabled: asked !== undefined,
    placeholderData: (before) => before,
    meta: { quiet: true },
    retry: false,
    gcTime: 0,
  });
  const errors = trial.data?.errors ?? [];
  const wrong = Object.fromEntries(errors.map((error) => [error.field ?? "", error.message]));
  return (
    <>
      {children(wrong)}
      <aside className="process__trial" aria-label={t("trial")}>
        <h2>{t("trial")}</h2>
        <p className="muted">{t("trialHint")}</p>
        {object && (
          <>
            <span className="muted">{object.label}</span>
            <RecordSelect
              key={object.key}
              target={object.key}
              label={object.label}
              value={record ? [record] : []}
              onChange={([ref]) => setRecord(ref ?? null)}
            />
            <span className="muted">{t("asker")}</span>
            <RecordSelect
              target="user"
              person
              label={t("asker")}
              value={asker ? [asker] : []}
              onChange={([ref]) => setAsker(ref ?? null)}
            />
          </>
        )}
        {errors.length > 0 && record && <Note danger>{t("mendFirst")}</Note>}
        {record && trial.data?.steps && (
          <div role="status">
            <Note>{t(trial.data.holds ? "asks" : "asksNot", { who: trial.data.asker?.name ?? "" })}</Note>
            {trial.data.choose?.map((step) => (
              <p key={step.id} className="muted">
                {t("chosenLater", { name: step.name ?? step.id })}
              </p>
            ))}
            {trial.data.holds && <PathView steps={trial.data.steps} />}
          </div>
        )}
      </aside>
    </>
  );
}
