import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { ObjectMeta, RecordData, Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { useMeta, useObject } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { Select } from "@/ui/select";
import { Waiting } from "@/ui/waiting";
import { LayoutEditor } from "./layout-editor";
import "./layouts.css";

/** Which fields form and page show, under which headings, for a role or for everybody. */
export function LayoutsPage() {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const mine = useObject("layout");
  // What people work with all day comes before what is set up once.
  const setUp = (object: ObjectMeta) => Number(object.group === "settings");
  const offered = objects
    .filter((object) => object.columns.length > 0)
    .toSorted((one, other) => setUp(one) - setUp(other));
  const [key, setKey] = useState(offered[0]?.key ?? "");
  const [role, setRole] = useState<Ref | null>(null);
  const object = useObject(key);
  const filter = {
    and: [
      { field: "object", op: "eq", value: key },
      role ? { field: "role", op: "eq", value: role.id } : { field: "role", op: "empty" },
    ],
  };
  const params = { filter, limit: 1 };
  const found = useQuery({
    queryKey: keys.list("layouts", params),
    queryFn: ({ signal }) => listRecords("layouts", params, signal),
    enabled: mine?.rights.read === true && key !== "",
  });
  if (!mine?.rights.read || !object) return <Empty icon="lock" title={t("list.closed")} />;
  const stored: RecordData | undefined = found.data?.items[0];
  return (
    <main className="card layouts">
      <header className="head">
        <h1>{mine.label_plural}</h1>
        <span className="grow" />
        <span className="layouts__pick">
          <Select
            className="select-wide"
            aria-label={t("layouts:layouts.object")}
            showSearch={{ optionFilterProp: "label" }}
            value={key}
            options={offered.map((each) => ({ value: each.key, label: each.label_plural }))}
            onChange={(next) => setKey(String(next))}
          />
        </span>
        <span className="layouts__pick">
          <RecordSelect
            target="role"
            label={t("layouts:layouts.role")}
            placeholder={t("layouts:layouts.role")}
            value={role ? [role] : []}
            onChange={([next]) => setRole(next ?? null)}
            clearable
          />
        </span>
      </header>
      <p className="layouts__for muted">
        {role ? t("layouts:layouts.forRole", { role: role.title }) : t("layouts:layouts.forAll")}
      </p>
      {found.isPending ? (
        <Waiting />
      ) : (
        <LayoutEditor
          key={`${key} ${role?.id} ${stored?.id} ${stored?.version}`}
          object={object}
          role={role}
          stored={stored}
          writable={mine.rights.update}
        />
      )}
    </main>
  );
}
