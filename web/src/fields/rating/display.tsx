import { Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { DisplayProps, FieldUi } from "../types";

const five = [1, 2, 3, 4, 5];

function Display({ value }: DisplayProps) {
  const { t } = useTranslation();
  const stars = Number(value);
  return (
    <span className="stars" role="img" aria-label={t("fields.stars", { stars })}>
      {five.map((at) => (
        <Star key={at} size={13} className={at <= stars ? "star star--on" : "star"} aria-hidden="true" />
      ))}
    </span>
  );
}

export const display: FieldUi = { Display, text: (value) => "★".repeat(Number(value)), width: 104 };
