import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { useObjectByPlural } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { useShortcuts } from "@/ui/shortcuts";
import { Waiting } from "@/ui/waiting";
import { useRecord } from "../detail/use-record";
import { Done } from "./done";
import { Pick } from "./pick";
import { SideBySide } from "./side-by-side";
import { ready } from "./texts";
import type { Outcome } from "./use-merge";
import "../detail/detail.css";
import "./merge.css";

await ready;

/** Making one record of two: which one goes, whose values survive, what comes of it. */
export function MergePage() {
  const { plural = "", id = "" } = useParams({ strict: false });
  const { with: other } = useSearch({ strict: false }) as { with?: string };
  const object = useObjectByPlural(plural);
  const [done, setDone] = useState<Outcome | null>(null);
  if (!object?.rights.merge) return <Absent />;
  return (
    <main className="card">
      <Head object={object} id={done?.merged.record.id ?? id} />
      <div className="merge">
        {done ? (
          <Done object={object} {...done} />
        ) : (
          <One key={`${id} ${other}`} object={object} id={id} other={other} onDone={setDone} />
        )}
      </div>
    </main>
  );
}

function Head({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useTranslation("merge");
  const navigate = useNavigate();
  const back = () => void navigate({ to: "/$plural/$id", params: { plural: object.plural, id } });
  useShortcuts({ Escape: back });
  return (
    <header className="head">
      <Link className="muted hide-phone" to="/$plural" params={{ plural: object.plural }}>
        {object.label_plural}
      </Link>
      <span className="muted hide-phone" aria-hidden="true">
        /
      </span>
      <h1 className="ellipsis">{t("title", { objects: object.label_plural })}</h1>
    </header>
  );
}

function Absent() {
  const { t } = useTranslation("merge");
  return (
    <main className="card">
      <Empty icon="signpost" title={t("missing")} hint={t("tooFew")} />
    </main>
  );
}

type OneProps = {
  object: ObjectMeta;
  id: string;
  other?: string;
  onDone: (done: Outcome) => void;
};

function One({ object, id, other, onDone }: OneProps) {
  const { t } = useTranslation("merge");
  const query = useRecord(object, id);
  if (query.isPending) return <Waiting />;
  if (!query.data) return <Empty icon="signpost" title={t("missing")} hint={t("missingHint")} />;
  return other ? (
    <SideBySide object={object} id={query.data.id} other={other} onDone={onDone} />
  ) : (
    <Pick object={object} record={query.data} />
  );
}
