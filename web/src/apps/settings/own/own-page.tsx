import { Button } from "antd";
import { ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useMeta } from "@/metadata/meta";
import { translatedText } from "@/metadata/values";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { type FieldDefinition, type ObjectDefinition, useDefine, useDefinitions } from "./definitions";
import { ObjectDialog } from "./object-dialog";
import { ObjectFields } from "./object-fields";
import { ready } from "./texts";
import "../settings.css";
import "./own.css";

await ready;

type Chosen = { object: ObjectMeta; fresh: boolean };

function Row({ object, count, onOpen }: { object: ObjectMeta; count: number; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <li>
      <button type="button" className="own__row" onClick={onOpen}>
        <Icon name={object.icon} />
        <strong className="grow">{object.label}</strong>
        {count > 0 && <span className="muted">{t("own:fields", { count })}</span>}
        <ChevronRight className="muted" size={14} aria-hidden="true" />
      </button>
    </li>
  );
}

function Retired({ language }: { language: "zh" | "en" }) {
  const { t } = useTranslation();
  const list = useDefinitions<ObjectDefinition>("custom_objects", undefined, true);
  const { restore } = useDefine("custom_objects");
  if (!list.data?.length) return null;
  return (
    <section>
      <h2>{t("own:retired")}</h2>
      <p className="muted">{t("own:retiredHint")}</p>
      <ul className="rows">
        {list.data.map((object) => (
          <li key={object.id}>
            <span className="grow">{translatedText(object.label, language)}</span>
            <PlainButton label={t("own:restore")} onClick={() => restore.mutate(object.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every object with the fields of one's own, and objects of one's own. */
export function OwnPage() {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const fields = useDefinitions<FieldDefinition>("custom_fields");
  const [chosen, setChosen] = useState<{ key: string; fresh: boolean } | null>(null);
  const [making, setMaking] = useState(false);
  const found = objects.find((object) => object.key === chosen?.key);
  if (chosen && found)
    return (
      <ObjectFields
        {...({ object: found, fresh: chosen.fresh } satisfies Chosen)}
        onBack={() => setChosen(null)}
      />
    );
  const count = (key: string) => fields.data?.filter((field) => field.object === key).length ?? 0;
  const own = objects.filter((object) => object.key.startsWith("co_"));
  const builtIn = objects.filter((object) => !own.includes(object) && !object.key.startsWith("custom_"));
  const business = builtIn.filter((object) => object.group !== "settings");
  const rest = builtIn.filter((object) => object.group === "settings");
  const rows = (list: ObjectMeta[]) => (
    <ul className="rows">
      {list.map((object) => (
        <Row
          key={object.key}
          object={object}
          count={count(object.key)}
          onOpen={() => setChosen({ key: object.key, fresh: false })}
        />
      ))}
    </ul>
  );
  return (
    <main className="card">
      <header className="head">
        <h1>{t("own:title")}</h1>
        <span className="grow" />
        <Button type="primary" icon={<Plus size={14} />} onClick={() => setMaking(true)}>
          {t("own:newObject")}
        </Button>
      </header>
      <div className="settings__body">
        <p className="muted">{t("own:hint")}</p>
        {fields.isPending && <Waiting />}
        {own.length > 0 && (
          <section>
            <h2>{t("own:own")}</h2>
            {rows(own)}
          </section>
        )}
        <section>
          <h2>{t("own:business")}</h2>
          {rows(business)}
        </section>
        <details className="own__more">
          <summary>
            {t("own:settingsObjects")} <span className="muted">{rest.length}</span>
          </summary>
          {rows(rest)}
        </details>
        <Retired language={currentLanguage()} />
      </div>
      {making && (
        <ObjectDialog
          onClose={() => setMaking(false)}
          onSaved={(made) => {
            setMaking(false);
            setChosen({ key: made.key, fresh: true });
          }}
        />
      )}
    </main>
  );
}
