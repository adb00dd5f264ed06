import { useTranslation } from "react-i18next";
import type { BulkTarget } from "@/api/bulk";
import type { ListParams } from "@/api/records";
import { PlainButton } from "@/ui/plain-button";
import type { Selection } from "../list/use-selection";

/** What is ticked, as a bulk change takes it. */
export const targetOf = (selection: Selection, params: ListParams): BulkTarget =>
  selection.all
    ? { filter: params.filter ?? { and: [] }, q: params.q || undefined, scope: params.scope }
    : { ids: [...selection.chosen] };

export const sizeOf = (selection: Selection, count: number | undefined): number =>
  selection.all ? (count ?? selection.chosen.size) : selection.chosen.size;

type Props = { selection: Selection; loaded: number; count: number | undefined };

/** How many are ticked, and the way to all that the list would show. */
export function Chosen({ selection, loaded, count }: Props) {
  const { t } = useTranslation();
  const whole = !selection.all && count !== undefined && count > loaded && selection.chosen.size >= loaded;
  return (
    <>
      <span className="bulk__count num">{t("bulk.chosen", { count: sizeOf(selection, count) })}</span>
      {whole && <PlainButton label={t("bulk.all", { count })} onClick={selection.chooseAll} />}
    </>
  );
}
