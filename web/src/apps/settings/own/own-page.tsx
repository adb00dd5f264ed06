import { Button } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useMeta } from "@/metadata/meta";
import { translatedText } from "@/metadata/values";
import { Icon } from "@/ui/icon";
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
        <span className="muted">{count > 0 ? t("own:fields", { count }) : t("own:none")}</span>
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
            <Button onClick={() => restore.mutate(object.id)}>{t("own:restore")}</Button>
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
            <ul className="rows">
              {own.map((object) => (
                <Row
                  key={object.key}
                  object={object}
                  count={count(object.key)}
                  onOpen={() => setChosen({ key: object.key, fresh: false })}
                />
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>{t("own:builtIn")}</h2>
          <ul className="rows">
            {builtIn.map((object) => (
              <Row
                key={object.key}
                object={object}
                count={count(object.key)}
                onOpen={() => setChosen({ key: object.key, fresh: false })}
              />
            ))}
          </ul>
        </section>
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
