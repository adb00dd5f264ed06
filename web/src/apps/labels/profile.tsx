import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronUp, Tags } from "lucide-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { again, keys, refresh } from "@/api/keys";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { displays } from "@/fields/displays";
import { Value } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { type PanelProps, useExtension } from "@/records/extensions";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { usePhone } from "@/ui/use-media";
import { useStored } from "@/ui/use-stored";
import { Figures } from "./figures";
import { Folded } from "./folded";
import { LevelDialog } from "./level-dialog";
import { type Level, readProfile, setLevel, setTags } from "./requests";
import { TagPicker } from "./tag-picker";
import { TagList } from "./tags";
import { why } from "./why";
import "./labels.css";

const fieldOf = (object: ObjectMeta, name: string) => object.fields.find((field) => field.name === name);

/** "Employees 2,000": what a rule looked at. */
function facts(object: ObjectMeta, level: Level): string[] {
  return Object.entries(level.facts ?? {}).flatMap(([name, value]) => {
    const field = fieldOf(object, name);
    return field ? [`${field.label} ${displays[field.kind].text(value, field, currentLanguage())}`] : [];
  });
}

type LineProps = { object: ObjectMeta; level: Level; onChange?: (field: FieldMeta) => void };

function LevelLine({ object, level, onChange }: LineProps) {
  const { t } = useTranslation("labels");
  const field = fieldOf(object, level.field);
  if (!field) return null;
  const told = why(level, t, [...(level.rule ? [level.rule] : []), ...facts(object, level)]);
  return (
    <div>
      <div className="labels__row">
        <span className="labels__name">{field.label}</span>
        <Value field={field} value={level.value} compact />
        {onChange && (
          <PlainButton
            label={t("adjust")}
            aria-label={t("adjustOf", { field: field.label })}
            onClick={() => onChange(field)}
          />
        )}
      </div>
      <p className="labels__why">{told}</p>
    </div>
  );
}

function useWriting({ object, record }: PanelProps, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: (write: () => Promise<unknown>) => write(),
    onSuccess: onDone,
    onError: (error) => toast(error.message, { tone: "error" }),
    onSettled: () => {
      refresh(client, object.plural);
      again(client, keys.record(object.plural, record.id));
    },
  });
}

/** What a record is at a glance: its levels with their reasons, and its tags by group with where they come from. */
export function Profile({ object, record }: PanelProps) {
  const { t } = useTranslation("labels");
  const [editing, setEditing] = useState(false);
  const [setting, setSetting] = useState<{ field: FieldMeta; level: Level } | null>(null);
  const query = useQuery({
    queryKey: [...keys.record(object.plural, record.id), "profile", record.version],
    queryFn: ({ signal }) => readProfile(object.key, record.id, signal),
    placeholderData: (before) => before,
    retry: false,
  });
  const { glance } = useExtension(object.key);
  const writing = useWriting({ object, record }, () => {
    setEditing(false);
    setSetting(null);
  });
  const phone = usePhone();
  const [whole, setWhole] = useStored("profile.whole", (raw) => raw === "true");
  const tagged = fieldOf(object, "tags");
  if (!query.data) return <div className="profile profile--waiting" aria-hidden="true" />;
  if (!tagged) return null;
  const { tags, levels, groups: known, figures } = query.data;
  const had = tags.map((said) => said.value);
  if (phone && !whole)
    return <Folded object={object} record={record} profile={query.data} onMore={() => setWhole(true)} />;
  const write = object.rights.update && !tagged.readonly;
  const save = (wanted: string[], until?: string) =>
    writing.mutate(() =>
      setTags(object.key, record.id, {
        add: wanted.filter((name) => !had.includes(name)),
        remove: had.filter((name) => !wanted.includes(name)),
        until,
      }),
    );
  return (
    <section className="profile" aria-label={t("title")}>
      <div className="labels">
        {levels.map((level) => (
          <LevelLine
            key={level.field}
            object={object}
            level={level}
            onChange={object.rights.update ? (field) => setSetting({ field, level }) : undefined}
          />
        ))}
        {editing ? (
          <TagPicker
            groups={known}
            value={had}
            busy={writing.isPending}
            onSave={save}
            onClose={() => setEditing(false)}
          />
        ) : (
          <div className="labels__tags">
            {tags.length > 0 ? (
              <TagList tags={tags} groups={known} />
            ) : (
              <span className="muted">{t("none")}</span>
            )}
            {write && (
              <PlainButton icon={<Tags size={14} />} label={t("change")} onClick={() => setEditing(true)} />
            )}
          </div>
        )}
      </div>
      <div className="profile__wide">
        <Figures object={object} record={record} figures={figures} />
        <Suspense>
          {glance && (glance.when?.(record) ?? true) && <glance.Glance object={object} record={record} />}
        </Suspense>
      </div>
      {phone && (
        <PlainButton
          className="profile__fold"
          icon={<ChevronUp size={14} aria-hidden="true" />}
          label={t("less")}
          aria-expanded
          onClick={() => setWhole(false)}
        />
      )}
      {setting && (
        <LevelDialog
          field={setting.field}
          value={setting.level.value}
          busy={writing.isPending}
          onClose={() => setSetting(null)}
          onSet={(value, reason, until) =>
            writing.mutate(() =>
              setLevel(object.key, record.id, { field: setting.field.name, value, reason, until }),
            )
          }
        />
      )}
    </section>
  );
}
