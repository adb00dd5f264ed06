import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Value } from "@/fields/value";
import { fieldOf } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { type Conflict, showConflict, useConflict } from "./conflict-store";
import { useSave } from "./use-save";
import "./conflict.css";

function Sides({ conflict }: { conflict: Conflict }) {
  const { t } = useTranslation();
  const { object, mine, current } = conflict;
  return (
    <table className="sides">
      <thead>
        <tr>
          <th scope="col">{t("conflict.field")}</th>
          <th scope="col">{t("conflict.mine")}</th>
          <th scope="col">{t("conflict.theirs")}</th>
        </tr>
      </thead>
      <tbody>
        {Object.keys(mine).map((name) => {
          const field = fieldOf(object, name);
          if (!field) return null;
          return (
            <tr key={name}>
              <th scope="row">{field.label}</th>
              <td>
                <Value field={field} value={mine[name]} />
              </td>
              <td>
                <Value field={field} value={current[name]} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Body({ conflict }: { conflict: Conflict }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const save = useSave(conflict.object);
  const close = () => showConflict(null);
  const theirs = () => {
    close();
    refresh(client, conflict.object.plural, conflict.current.id);
  };
  const mine = () => {
    close();
    save.mutate({ record: conflict.current, values: conflict.mine, version: conflict.current.version });
  };
  return (
    <Dialog
      title={t("conflict.title")}
      onCancel={theirs}
      width={600}
      footer={[
        <Button key="theirs" onClick={theirs}>
          {t("conflict.takeTheirs")}
        </Button>,
        <Button key="mine" type="primary" onClick={mine}>
          {t("conflict.keepMine")}
        </Button>,
      ]}
    >
      <p className="muted">{t("conflict.hint")}</p>
      <Sides conflict={conflict} />
    </Dialog>
  );
}

/** Opens when somebody else changed the record first. */
export function ConflictDialog() {
  const conflict = useConflict();
  return conflict && <Body conflict={conflict} />;
}
