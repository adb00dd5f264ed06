import { ListFilter } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PlainButton } from "@/ui/plain-button";

/** The toolbar's filter button. */
export function FilterButton({ count, onClick }: { count: number; onClick: () => void }) {
  const { t } = useTranslation();
  return (
    <PlainButton
      icon={<ListFilter size={15} strokeWidth={1.8} />}
      label={count > 0 ? t("filter.count", { count }) : t("filter.title")}
      aria-pressed={count > 0}
      onClick={onClick}
    />
  );
}
