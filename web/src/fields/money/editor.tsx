import { useTranslation } from "react-i18next";
import { useBaseCurrency } from "@/metadata/session";
import { Select } from "@/ui/select";
import { filterFrom } from "../shared/filters";
import { NumberInput } from "../shared/number-editor";
import type { InputProps } from "../types";
import { isMoney } from "./display";

const currencies = ["CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD", "TWD", "KRW", "AUD"];

function Input({ value, onChange, ...rest }: InputProps) {
  const { t } = useTranslation();
  const base = useBaseCurrency();
  const money = isMoney(value) ? value : { amount: null, currency: base };
  const offered = [...new Set([base, money.currency, ...currencies])];
  return (
    <div className="pair">
      <NumberInput
        {...rest}
        value={money.amount}
        parse={(decimal) => decimal}
        onChange={(amount) =>
          onChange(amount === null ? null : { amount: String(amount), currency: money.currency })
        }
      />
      <div className="pair__fixed">
        <Select
          className="select-wide"
          aria-label={t("fields.currency")}
          value={money.currency}
          showSearch
          onChange={(currency: string) =>
            onChange(money.amount === null ? null : { amount: money.amount, currency })
          }
          options={offered.map((code) => ({ value: code, label: code }))}
        />
      </div>
    </div>
  );
}

/** Amounts are compared in base currency, so a condition is a plain number. */
function AmountInput(props: InputProps) {
  return (
    <NumberInput {...props} value={isMoney(props.value) ? props.value.amount : props.value} parse={String} />
  );
}

export const editor = { Input, Filter: filterFrom(AmountInput) };
