import { useTranslation } from "react-i18next";
import type { Ref } from "@/api/types";

/** Says whose records they were: one person's, or several people's. */
export function useWhose(): (person: Ref | null) => string {
  const { t } = useTranslation("handover");
  return (person) => (person ? (person.title ?? "") : t("severalPeople"));
}
