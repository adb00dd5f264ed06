import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { useBack } from "@/ui/use-back";
import { usePhone } from "@/ui/use-media";
import { type FieldRight, isOwn, put, rightOf } from "./grants";
import { Cell, type Draft, type Line } from "./matrix";
import type { Catalog, CatalogField, CatalogObject } from "./requests";

type Props = {
  catalog: Catalog;
  object: CatalogObject;
  draft: Draft;
  disabled: boolean;
  onChange: (draft: Draft) => void;
  onClose: () => void;
};

/** What a role may do with one object beyond the matrix: its steps and each of its fields. */
export function ObjectDrawer({ catalog, object, draft, disabled, onChange, onClose }: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  useBack(onClose);
  const line: Line = { row: object.key, label: object.label, object, depth: 1 };
  const personal = object.fields.some((field) => field.personal);
  return (
    <Drawer
      open
      onClose={onClose}
      size={phone ? "100%" : 460}
      title={object.label}
      aria-label={object.label}
      closable={{ "aria-label": t("common.close") }}
    >
      {object.actions.length > 0 && (
        <section className="drawer__part">
          <h2>{t("admin:actions")}</h2>
          <ul className="rows">
            {object.actions.map((action) => (
              <li key={action.name}>
                <span className="grow">{action.label}</span>
                <Cell
                  line={line}
                  verb={action}
                  catalog={catalog}
                  draft={draft}
                  disabled={disabled}
                  at={`action ${action.name}`}
                  tabbable
                  onChange={onChange}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {object.fields.length > 0 && (
        <section className="drawer__part">
          <h2>{t("admin:fields")}</h2>
          <p className="muted">{t("admin:fieldsHint")}</p>
          <ul className="rows">
            {personal && (
              <FieldRow
                field={{ ...catalog.personal, personal: false }}
                {...{ catalog, object, draft, disabled, onChange }}
                strong
              />
            )}
            {object.fields.map((field) => (
              <FieldRow key={field.name} {...{ field, catalog, object, draft, disabled, onChange }} />
            ))}
          </ul>
        </section>
      )}
    </Drawer>
  );
}

type RowProps = Omit<Props, "onClose"> & { field: CatalogField; strong?: boolean };

function FieldRow({ field, catalog, object, draft, disabled, onChange, strong = false }: RowProps) {
  const { t } = useTranslation();
  const name = (right: string) => catalog.rights.find((each) => each.name === right)?.label ?? right;
  const found = rightOf(draft.fields, object.key, field);
  const own = isOwn(draft.fields, object.key, field.name);
  const without = put<FieldRight>(draft.fields, object.key, field.name, null);
  const general = rightOf(without, object.key, field).value;
  const set = (value: FieldRight | null) =>
    onChange({ ...draft, fields: put(draft.fields, object.key, field.name, value) });
  return (
    <li>
      <span className="grow">
        {strong ? <strong>{field.label}</strong> : field.label}
        {field.personal && <span className="muted"> · {t("admin:personal")}</span>}
      </span>
      <span className={`scope scope--field-${found.value} ${own ? "" : "scope--inherited"}`}>
        <span aria-hidden="true">{name(found.value)}</span>
        <select
          aria-label={`${object.label} · ${field.label}`}
          disabled={disabled}
          value={own ? found.value : ""}
          onChange={(event) => set(event.target.value === "" ? null : (event.target.value as FieldRight))}
        >
          <option value="">{t("admin:asGeneral", { scope: name(general) })}</option>
          {catalog.rights.map((right) => (
            <option key={right.name} value={right.name}>
              {right.label}
            </option>
          ))}
        </select>
      </span>
    </li>
  );
}
