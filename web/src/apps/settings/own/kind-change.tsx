import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { FieldKind, ObjectMeta } from "@/api/types";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { Waiting } from "@/ui/waiting";
import type { ChoiceDefinition, FieldDefinition } from "./definitions";
import type { Sketch } from "./kinds";

type Misfit = { value: string | null; count: number; records: { id: string; title: string }[] };
type Change = { held: number; unfit: number; misfits: Misfit[]; choices: ChoiceDefinition[] };
type Foreseen = { kinds: { value: FieldKind; label: string }[]; change: Change | null };
type Props = {
  object: ObjectMeta;
  field: FieldDefinition;
  sketch: Sketch;
  onChange: (sketch: Sketch) => void;
};

const useForeseen = (field: string, kind: FieldKind | null, wanted: boolean) =>
  useQuery({
    queryKey: ["kind-preview", field, kind],
    queryFn: ({ signal }) => call<Foreseen>("POST", "/kind-previews", { body: { field, kind }, signal }),
    enabled: wanted,
    gcTime: 0,
  });

/** Another kind for a field there is, where its values stay as they are: what fits and what does not comes first. */
export function KindChange({ object, field, sketch, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<FieldKind | null>(null);
  const offered = useForeseen(field.id, null, open);
  const asked = useForeseen(field.id, kind, kind !== null);
  const kinds = offered.data?.kinds ?? [];
  const change = asked.data?.change;
  const back = { ...sketch, kind: field.kind, options: field.options ?? {} };
  const choose = (next: FieldKind | null) => {
    setKind(next);
    onChange(back);
  };
  const take = (wanted: FieldKind, found: Change) =>
    onChange({
      ...sketch,
      kind: wanted,
      unique: false,
      options: wanted === "choice" ? { choices: found.choices } : {},
    });
  if (!open)
    return (
      <PlainButton className="own__to-kind" label={t("own:rekind.open")} onClick={() => setOpen(true)} />
    );
  if (offered.isPending) return <Waiting />;
  if (kinds.length === 0) return <p className="form__help">{t("own:rekind.none")}</p>;
  return (
    <section className="own__rekind" aria-label={t("own:rekind.open")}>
      <div className="labelled">
        <span>{t("own:rekind.into")}</span>
        <Select
          className="select-wide"
          aria-label={t("own:rekind.into")}
          allowClear
          placeholder={t("own:rekind.stays")}
          value={kind ?? undefined}
          options={kinds}
          onChange={(next?: FieldKind) => choose(next ?? null)}
        />
      </div>
      {kind && !change && <Waiting />}
      {kind && change && change.unfit === 0 && (
        <>
          <p>{t("own:rekind.fits", { count: change.held })}</p>
          {sketch.kind === kind ? (
            <Note>{t("own:rekind.taken")}</Note>
          ) : (
            <PlainButton label={t("own:rekind.take")} onClick={() => take(kind, change)} />
          )}
        </>
      )}
      {change && change.unfit > 0 && <Misfits object={object} change={change} />}
    </section>
  );
}

function Misfits({ object, change }: { object: ObjectMeta; change: Change }) {
  const { t } = useTranslation();
  return (
    <>
      <Note danger>{t("own:rekind.misfits", { unfit: change.unfit, count: change.held })}</Note>
      <ul className="own__used">
        {change.misfits.map((each) => (
          <li key={each.value ?? each.count}>
            {each.value === null ? (
              <span className="muted">{t("own:rekind.unseen", { count: each.count })}</span>
            ) : (
              <>
                <q>{each.value}</q> <span className="muted">×{each.count}</span>{" "}
                {each.records.map((record) => (
                  <Link
                    key={record.id}
                    className="own__misfit"
                    to="/$plural/$id"
                    params={{ plural: object.plural, id: record.id }}
                  >
                    {record.title}
                  </Link>
                ))}
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
