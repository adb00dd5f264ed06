import { useTranslation } from "react-i18next";
import { Select } from "@/ui/select";
import { useOffered } from "./offered";
import type { Nest, PartProps } from "./step-body";

const submitted = [
  { field: "trigger", op: "eq", value: "manual" },
  { field: "active", op: "eq", value: true },
];

/** Which process the record is submitted to, and what is done once that is decided. */
export function Submitting({ object, step, set, nest }: PartProps & { nest: Nest }) {
  const { t } = useTranslation();
  const offered = useOffered("approval_process", object.key, submitted);
  return (
    <>
      <Select
        aria-label={t("automation:process")}
        className="auto-object"
        placeholder={t("automation:process")}
        notFoundContent={t("automation:noProcess")}
        value={(step.process as string | undefined) ?? undefined}
        onChange={(process: string) => set({ process })}
        options={offered}
      />
      <p className="muted">{t("automation:approvalHint")}</p>
      <div className="auto-branches">
        {(["approved", "refused"] as const).map((way) => (
          <section key={way} className="auto-branch" aria-label={t(`automation:${way}`)}>
            <h4 className="auto-head">{t(`automation:${way}`)}</h4>
            {nest(step[way] ?? [], t(`automation:${way}`), (steps) => set({ [way]: steps }))}
          </section>
        ))}
      </div>
    </>
  );
}
