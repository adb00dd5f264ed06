import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import type { Said } from "./definitions";
import type { Sketch } from "./kinds";

type Used = { object: string; label: string; id: string; title: string | null };
type Named = { items: Used[]; more: number };
type Effects = { records: number; filled: number; repeated: number; used: Named; said: Named };

/** What a field (or, without a name, a whole object) holds and what names it. */
export const useEffects = (object: string, name: string, wanted = true) =>
  useQuery({
    queryKey: ["definition-effects", object, name],
    queryFn: ({ signal }) =>
      call<Effects>("GET", `/definition-effects?${new URLSearchParams({ object, name })}`, { signal }),
    enabled: wanted,
    gcTime: 0,
  });

/** Settings by what they are and are called, below what is to be said of them; nothing where there are none. */
function Uses({ words, found }: { words: string; found: Named }) {
  const { t } = useTranslation();
  if (found.items.length === 0) return null;
  return (
    <>
      <p>{words}</p>
      <ul className="own__used">
        {found.items.map((each) => (
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
            {data.used.items.length === 0 && <p className="muted">{t("own:effect.unused")}</p>}
            <Uses words={t("own:effect.used")} found={data.used} />
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

type RenamedProps = { object: string; name?: string; code: string; before: Said; after: Said };

/** What another name reaches and what it does not: all that knows it by its key, and all that says its old name. */
export function Renamed({ object, name = "", code, before, after }: RenamedProps) {
  const { t } = useTranslation();
  const old = (["zh", "en"] as const).flatMap((language) => {
    const said = before[language];
    return said && said !== after[language]?.trim() ? [said] : [];
  });
  const { data } = useEffects(object, name, old.length > 0);
  if (old.length === 0 || !data) return null;
  const called = old.join(" / ");
  return (
    <section className="own__renamed stack" aria-label={t("own:rename.title")}>
      <p>
        <strong>{t("own:rename.title")}</strong>
      </p>
      <p>
        {name ? t("own:rename.changes", { old: called }) : t("own:rename.changesObject", { old: called })}
      </p>
      <p>
        {t("own:rename.stays")} <code>{code}</code>
      </p>
      <Uses words={t("own:rename.used")} found={data.used} />
      <Uses words={t("own:rename.said", { old: called })} found={data.said} />
      {data.said.items.length === 0 && <p className="muted">{t("own:rename.unsaid", { old: called })}</p>}
    </section>
  );
}
