import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import type { Giving } from "./requests";

const ways = ["hand", "turns", "load", "chance"] as const;
type Props = {
  ids: string[];
  busy: boolean;
  error: Error | null;
  onGive: (giving: Giving) => void;
  onClose: () => void;
};

/** To whom records of a pool go: one person, or its members by turns, load or chance. */
export function GiveDialog({ ids, busy, error, onGive, onClose }: Props) {
  const { t } = useTranslation("pools");
  const [way, setWay] = useState<(typeof ways)[number]>("hand");
  const [person, setPerson] = useState<Ref[]>([]);
  const send = () => onGive(way === "hand" ? { records: ids, to: person[0]?.id } : { records: ids, by: way });
  return (
    <Dialog
      title={t("assignTitle", { count: ids.length })}
      width={460}
      okText={t("give")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: busy, disabled: way === "hand" && person.length === 0 }}
      onOk={send}
      onCancel={onClose}
    >
      <div className="stack">
        {error && <Note danger>{error.message}</Note>}
        <Segments
          label={t("how")}
          value={way}
          options={ways.map((value) => ({ value, label: t(value) }))}
          onChange={setWay}
        />
        <p className="muted">{t(`hint.${way}`)}</p>
        {way === "hand" && (
          <RecordSelect target="user" person label={t("person")} value={person} onChange={setPerson} />
        )}
      </div>
    </Dialog>
  );
}
