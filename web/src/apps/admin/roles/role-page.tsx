import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { Undo2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { translatedText } from "@/metadata/values";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { usePhone } from "@/ui/use-media";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import { Cell, linesOf, Matrix } from "./matrix";
import { type Catalog, type CatalogObject, type RoleRecord, readCatalog } from "./requests";
import { useRole, useRoleDraft } from "./use-role";
import "./roles.css";

await ready;

const SaveDialog = lazy(() => import("./save-dialog").then((module) => ({ default: module.SaveDialog })));
const ObjectDrawer = lazy(() =>
  import("./object-drawer").then((module) => ({ default: module.ObjectDrawer })),
);

/** A role as a matrix of rights. */
export function RolePage() {
  const { t } = useTranslation();
  const { id = "" } = useParams({ strict: false });
  const role = useRole(id);
  const catalog = useQuery({
    queryKey: ["rights", currentLanguage()],
    queryFn: ({ signal }) => readCatalog(signal),
  });
  if (role.error || catalog.error)
    return (
      <main className="card">
        <Empty icon="signpost" title={t("record.missing")} hint={t("record.missingHint")} />
      </main>
    );
  if (!role.data || !catalog.data) return <Waiting />;
  return <Editor key={role.data.id} role={role.data} catalog={catalog.data} />;
}

function Editor({ role, catalog }: { role: RoleRecord; catalog: Catalog }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const object = useObject("role");
  const [words, setWords] = useState("");
  const [saving, setSaving] = useState(false);
  const [open, setOpen] = useState<CatalogObject | null>(null);
  const { draft, dirty, change, stepBack, save } = useRoleDraft(role, () => setSaving(false));
  const disabled = role.code === "administrator" || !(role._can?.update ?? object?.rights.update);
  const lines = linesOf(catalog, phone ? "" : words);
  return (
    <main className="card">
      <header className="head">
        <Link className="muted hide-phone" to="/settings/$section" params={{ section: "roles" }}>
          {object?.label_plural}
        </Link>
        <span className="muted hide-phone" aria-hidden="true">
          /
        </span>
        <h1 className="ellipsis">{translatedText(role.name, currentLanguage())}</h1>
        <Link className="plain hide-phone" to="/$plural/$id" params={{ plural: "roles", id: role.id }}>
          {t("admin:nameAndHistory")}
        </Link>
        <span className="grow" />
        {!phone && (
          <input
            type="search"
            className="field-input roles__search"
            placeholder={t("admin:findObject")}
            aria-label={t("admin:findObject")}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
        {dirty && (
          <PlainButton bare label={t("admin:stepBack")} icon={<Undo2 size={15} />} onClick={stepBack} />
        )}
        <Button type="primary" disabled={!dirty} onClick={() => setSaving(true)}>
          {t("admin:save")}
        </Button>
      </header>
      {role.code === "administrator" && (
        <div className="roles__note">
          <Note>{t("admin:alwaysAll")}</Note>
        </div>
      )}
      {phone ? (
        <OneByOne {...{ catalog, lines, draft, disabled }} onChange={change} onOpen={setOpen} />
      ) : (
        <div className="matrix__scroll">
          <Matrix {...{ catalog, lines, draft, disabled }} onChange={change} onOpen={setOpen} />
          {lines.length === 0 && <Empty icon="filter" title={t("admin:noObject")} />}
          <p className="muted roles__keys">{t("admin:keys")}</p>
        </div>
      )}
      <Suspense>
        {open && (
          <ObjectDrawer
            {...{ catalog, draft, disabled }}
            object={open}
            onChange={change}
            onClose={() => setOpen(null)}
          />
        )}
        {saving && (
          <SaveDialog
            planned={{ object: "role", id: role.id, values: draft }}
            busy={save.isPending}
            error={save.error?.message ?? null}
            onSave={() => save.mutate()}
            onClose={() => {
              save.reset();
              setSaving(false);
            }}
          />
        )}
      </Suspense>
    </main>
  );
}

type OneProps = Parameters<typeof Matrix>[0];

/** On a phone: one object at a time. */
function OneByOne({ catalog, lines, draft, disabled, onChange, onOpen }: OneProps) {
  const { t } = useTranslation();
  const [row, setRow] = useState("*");
  const line = lines.find((each) => each.row === row) ?? lines[0];
  if (!line) return null;
  return (
    <div className="roles__one">
      <Select
        aria-label={t("admin:object")}
        showSearch={{ optionFilterProp: "label" }}
        value={line.row}
        options={lines.map((each) => ({ value: each.row, label: each.label }))}
        onChange={(next: string) => setRow(next)}
      />
      {line.object?.follows ? (
        <Note>{t("admin:follows", { what: line.object.follows })}</Note>
      ) : (
        <ul className="rows">
          {catalog.verbs.map((verb) => (
            <li key={verb.name}>
              <span className="grow">{verb.label}</span>
              <Cell
                {...{ line, verb, catalog, draft, disabled, onChange }}
                at={`one ${verb.name}`}
                tabbable
              />
            </li>
          ))}
        </ul>
      )}
      {line.object && (
        <Button onClick={() => line.object && onOpen(line.object)}>{t("admin:actionsAndFields")}</Button>
      )}
    </div>
  );
}
