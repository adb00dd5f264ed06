import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import { PatternDialog } from "./pattern-dialog";
import { type Numbered, readNumbering } from "./requests";
import "./numbering.css";

await ready;

/** How the records of every object are numbered, and what the next one gets. */
export function NumberingPage() {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<Numbered | null>(null);
  const list = useQuery({ queryKey: ["numbering"], queryFn: ({ signal }) => readNumbering(signal) });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("admin:numbering")}</h1>
      </header>
      <div className="settings__body stack">
        <p className="muted">{t("admin:numberingHint")}</p>
        {list.isPending && <Waiting />}
        {list.error && <Note danger>{list.error.message}</Note>}
        <ul className="rows">
          {list.data?.items.map((item) => (
            <li key={item.object} className="numbering__row">
              <Icon name={item.icon} />
              <span className="grow">
                <strong>{item.label}</strong>
                <span className="muted numbering__said">{item.pattern}</span>
              </span>
              <span className="numbering__next">
                <span className="muted">{t("admin:numberNext")}</span>{" "}
                <span className="num">{item.next}</span>
              </span>
              <Button
                size="small"
                aria-label={`${t("admin:numberChange")}: ${item.label}`}
                onClick={() => setEditing(item)}
              >
                {t("admin:numberChange")}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {editing && <PatternDialog item={editing} onClose={() => setEditing(null)} />}
    </main>
  );
}
