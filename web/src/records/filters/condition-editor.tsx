import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldFilter } from "@/fields/editor";
import { type Condition, carryValue, valueless } from "@/lib/criteria";
import { Select } from "@/ui/select";
import { firstOperator, operatorKey, type PathField } from "./paths";

type Props = {
  paths: PathField[];
  condition: Condition;
  onChange: (condition: Condition) => void;
  /** Whether what is whole when it appears takes no focus. */
  still?: boolean;
};

const nothing = (value: unknown): boolean => value === undefined || value === null || value === "";

/** One condition: field, operator, value. */
export function ConditionEditor({ paths, condition, onChange, still = false }: Props) {
  const { t } = useTranslation();
  const [whole] = useState(() => !nothing(condition.value) && `${condition.field}${condition.op}`);
  const chosen = paths.find((path) => path.path === condition.field);
  const pick = (path: string) => {
    const field = paths.find((item) => item.path === path)?.field;
    if (field) onChange({ field: path, op: firstOperator(field) });
  };
  return (
    <div className="condition">
      <Select
        aria-label={t("filter.field")}
        className="condition__field"
        autoFocus={!chosen}
        popupMatchSelectWidth={240}
        showSearch={{ optionFilterProp: "label" }}
        value={chosen ? condition.field : undefined}
        placeholder={t("filter.field")}
        onChange={pick}
        options={paths.map(({ path, label }) => ({ value: path, label }))}
      />
      {chosen && (
        <Select
          aria-label={t("filter.operator")}
          className="condition__op"
          popupMatchSelectWidth={false}
          value={condition.op}
          onChange={(op: string) =>
            onChange({ field: condition.field, op, value: carryValue(condition.op, op, condition.value) })
          }
          options={chosen.field.operators.map((op) => ({
            value: op,
            label: t(operatorKey(op, chosen.field)),
          }))}
        />
      )}
      {chosen && !valueless.has(condition.op) && (
        <div className="condition__value">
          <FieldFilter
            key={`${condition.field}${condition.op}`}
            field={chosen.field}
            op={condition.op}
            value={condition.value ?? null}
            onChange={(value) => onChange({ ...condition, value })}
            still={still && whole === `${condition.field}${condition.op}`}
          />
        </div>
      )}
    </div>
  );
}
