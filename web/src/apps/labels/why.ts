import type { TFunction } from "i18next";
import { shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import type { Said } from "./requests";

/** Where it comes from in one line: "By hand · by Wang Shan · since 3 Nov · until 10 Nov". */
export function why(said: Said, t: TFunction<"labels">, more: string[] = []): string {
  const language = currentLanguage();
  const day = (at: string) => shortDate(at, language);
  return [
    said.said,
    ...more,
    said.by && t("by", { who: said.by }),
    said.reason,
    said.score != null && t("sure", { share: Math.round(said.score * 100) }),
    said.at && said.source !== "begun" && t("since", { day: day(said.at) }),
    said.expires && t("until", { day: day(said.expires) }),
  ]
    .filter(Boolean)
    .join(" · ");
}
