import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { undoChange } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage, inRow } from "@/lib/i18n";
import { titleOf } from "@/metadata/values";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import type { Outcome } from "./use-merge";

/** What has come of it, and the way back. */
export function Done({ object, merged, gone, moves }: { object: ObjectMeta } & Outcome) {
  const { t } = useTranslation("merge");
  const client = useQueryClient();
  const named = (record: RecordData) => titleOf(object, record, currentLanguage());
  const undo = useMutation({
    meta: { quiet: true },
    mutationFn: () => undoChange(merged.change),
    onSuccess: () => {
      for (const { id } of [merged.record, gone]) refresh(client, object.plural, id);
    },
  });
  const link = (record: RecordData) => (
    <Link key={record.id} to="/$plural/$id" params={{ plural: object.plural, id: record.id }}>
      {named(record)}
    </Link>
  );
  if (undo.data) {
    const names = undo.data.kept.map(({ title }) => title ?? "—");
    return (
      <Empty
        icon="check"
        title={names.length > 0 ? t("undoneKept", { names: inRow(new Set(names)) }) : t("undone")}
        hint={undo.data.others ? t("undoneOthers") : undefined}
      >
        <span className="row merge__two">{[merged.record, gone].map(link)}</span>
      </Empty>
    );
  }
  const dropped = inRow(merged.dropped.map(({ label, count }) => `${label} (${count})`));
  return (
    <Empty
      icon="check"
      title={t("done", { gone: named(gone), title: named(merged.record) })}
      hint={gone.number ? t("doneHint", { number: gone.number }) : t("doneLink")}
    >
      {moves.length > 0 && (
        <p className="muted">
          {t("moves")}: {inRow(moves.map(({ label, count }) => `${label} ${count}`))}
        </p>
      )}
      {merged.dropped.length > 0 && <p className="muted">{t("dropped", { what: dropped })}</p>}
      {undo.error && <Note danger>{undo.error.message}</Note>}
      <span className="row merge__two">
        <Link
          className="merge__open"
          to="/$plural/$id"
          params={{ plural: object.plural, id: merged.record.id }}
        >
          {t("open")}
        </Link>
        <Button loading={undo.isPending} onClick={() => undo.mutate()}>
          {t("undo")}
        </Button>
      </span>
    </Empty>
  );
}
