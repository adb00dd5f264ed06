import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { fieldOf } from "@/metadata/meta";
import { PlainButton } from "@/ui/plain-button";
import { Tick } from "@/ui/tick";
import type { Columns } from "./use-columns";

/** Which columns, in which order; also without a mouse. */
export function ColumnsPanel({ object, columns }: { object: ObjectMeta; columns: Columns }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const { names } = columns;
  const hidden = object.fields.map((field) => field.name).filter((name) => !names.includes(name));
  const fits = (name: string) => fieldOf(object, name)?.label.toLowerCase().includes(typed.toLowerCase());
  return (
    <div className="picker">
      <input
        className="field-input"
        aria-label={t("filter.find")}
        placeholder={t("filter.find")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul className="picker__list">
        {[...names, ...hidden].filter(fits).map((name) => {
          const field = fieldOf(object, name);
          const at = names.indexOf(name);
          if (!field) return null;
          return (
            <li key={name} className="row columns__line">
              <div className="row grow">
                {name === object.title ? (
                  <span className="columns__fixed" />
                ) : (
                  <Tick checked={at >= 0} label={field.label} onChange={(on) => columns.show(name, on)} />
                )}
                <span className="ellipsis">{field.label}</span>
              </div>
              {at > 0 && (
                <>
                  <PlainButton
                    bare
                    disabled={at <= 1}
                    label={t("list.columnUp", { field: field.label })}
                    icon={<ChevronUp size={13} />}
                    onClick={() => columns.move(name, names[at - 1] ?? null)}
                  />
                  <PlainButton
                    bare
                    disabled={at === names.length - 1}
                    label={t("list.columnDown", { field: field.label })}
                    icon={<ChevronDown size={13} />}
                    onClick={() => columns.move(name, names[at + 2] ?? null)}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
      <PlainButton label={t("list.columnsReset")} onClick={columns.reset} />
    </div>
  );
}
