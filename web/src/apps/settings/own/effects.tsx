import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import type { Sketch } from "./kinds";

type Used = { object: string; label: string; id: string; title: string | null };
type Effects = { records: number; filled: number; repeated: number; used: Used[]; more: number };

/** What a field (or, without a name, a whole object) holds and what names it. */
export const useEffects = (object: string, name: string, wanted = true) =>
  useQuery({
    queryKey: ["definition-effects", object, name],
    queryFn: ({ signal }) =>
      call<Effects>("GET", `/definition-effects?${new URLSearchParams({ object, name })}`, { signal }),
    enabled: wanted,
    gcTime: 0,
  });

function Uses({ found }: { found: Effects }) {
  const { t } = useTranslation();
  if (found.used.length === 0) return <p className="muted">{t("own:effect.unused")}</p>;
  return (
    <>
      <p>{t("own:effect.used")}</p>
      <ul className="own__used">
        {found.used.map((each) => (
          <li key={each.id}>
            <span className="muted">{each.label}</span> {each.title}
          </li>
        ))}
        {found.more > 0 && <li className="muted">{t("own:effect.more", { count: found.more })}</li>}
      </ul>
    </>
  );
}

type RetireProps = {
  title: string;
  object: string;
  field?: string;
  busy: boolean;
  onRetire: () => void;
  onClose: () => void;
};

/** Asks before a field or an object is retired, with what that means for the data there is. */
export function RetireDialog({ title, object, field = "", busy, onRetire, onClose }: RetireProps) {
  const { t, i18n } = useTranslation();
  const { data } = useEffects(object, field);
  const number = (value: number) => value.toLocaleString(i18n.language);
  const holds = (found: Effects) => {
    if (field)
      return found.filled > 0
        ? t("own:effect.holds", { records: number(found.records), filled: number(found.filled) })
        : t("own:effect.holdsNone");
    return found.records > 0
      ? t("own:effect.records", { records: number(found.records) })
      : t("own:effect.noRecords");
  };
  return (
    <Dialog
      title={title}
      width={460}
      okText={t("own:retire")}
      cancelText={t("common.cancel")}
      okButtonProps={{ danger: true, loading: busy, disabled: !data }}
      onOk={onRetire}
      onCancel={onClose}
    >
      <div className="stack">
        {data ? (
          <>
            <p>
              <strong>{holds(data)}</strong>
            </p>
            <Uses found={data} />
          </>
        ) : (
          <Waiting />
        )}
        <p className="muted">{t("own:retireText")}</p>
      </div>
    </Dialog>
  );
}

type TighterProps = { object: string; name: string; before: Sketch; after: Sketch };

/** What records there are say to a field that is about to become required or unique. */
export function Tighter({ object, name, before, after }: TighterProps) {
  const { t } = useTranslation();
  const required = !before.required && after.required;
  const unique = !before.unique && after.unique;
  const { data } = useEffects(object, name, required || unique);
  const empty = data ? data.records - data.filled : 0;
  return (
    <>
      {required && empty > 0 && <Note>{t("own:effect.empty", { count: empty })}</Note>}
      {unique && data && data.repeated > 0 && (
        <Note danger>{t("own:effect.repeated", { count: data.repeated })}</Note>
      )}
    </>
  );
}
