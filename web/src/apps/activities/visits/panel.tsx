import { useTranslation } from "react-i18next";
import type { PanelProps } from "@/records/extensions";
import "./texts";
import { Visited } from "./visited";

/** Checking in and out beside the page of a visit. */
export function VisitPanel({ record }: PanelProps) {
  const { t } = useTranslation();
  if (record.kind !== "visit") return null;
  return (
    <section className="related">
      <header className="related__head">
        <h2>{t("visits:visit")}</h2>
      </header>
      <Visited visit={record} />
    </section>
  );
}
