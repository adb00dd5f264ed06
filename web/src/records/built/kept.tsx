import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { changeRecord, createRecord, deleteRecord } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { fieldOf } from "@/metadata/meta";
import { ask } from "@/ui/ask";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { wired } from "./wired";

export type Values = Record<string, unknown>;
/** Words of one editor. */
type Said = Record<"save" | "saved" | "remove" | "removed" | "removeAsk", string> & { removeHint?: string };
type Given = {
  mine: ObjectMeta;
  stored?: RecordData;
  /** What a new one begins with. */
  fresh: Values;
  /** Names of the fields this editor writes. */
  edited: readonly string[];
  said: Said;
};

/** What differs from what is stored, as the server takes it; all of it for a new one. */
function changed({ mine, edited, stored }: Given, values: Values): Values {
  const wire = edited.map((name) => [name, wired(fieldOf(mine, name), values[name] ?? null)] as const);
  const differing = wire.filter(([name, value]) =>
    stored ? JSON.stringify(value) !== JSON.stringify(stored[name] ?? null) : value !== null,
  );
  return Object.fromEntries(differing);
}

/** A record of settings on a page of its own: its values while they are changed, saving, removing, what is wrong. */
export function useKept(given: Given) {
  const { mine, stored, fresh, said } = given;
  const { plural } = mine;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [values, setValues] = useState<Values>(stored ?? fresh);
  const back = () => void navigate({ to: "/settings/$section", params: { section: plural }, search: {} });
  const over = (words: string) => {
    refresh(client, plural);
    toast(words);
    back();
  };
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const wire = changed(given, values);
      return stored ? changeRecord(plural, stored.id, wire, stored.version) : createRecord(plural, wire);
    },
    onSuccess: () => over(said.saved),
  });
  const remove = useMutation({
    mutationFn: (record: RecordData) => deleteRecord(plural, record.id, record.version),
    onSuccess: () => over(said.removed),
  });
  const retire = async (record: RecordData) => {
    const { removeAsk, removeHint, remove: yes } = said;
    if (await ask({ title: removeAsk, text: removeHint, yes, danger: true })) remove.mutate(record);
  };
  const errors = save.error instanceof Problem ? save.error.byField() : {};
  return {
    ...given,
    values,
    change: (next: (old: Values) => Values) => {
      save.reset();
      setValues(next);
    },
    errors,
    /** What is wrong with none of the fields. */
    general: save.error && Object.keys(errors).length === 0 ? save.error.message : null,
    may: stored ? mine.rights.update : mine.rights.create,
    back,
    save,
    remove,
    retire,
  };
}

/** The way back, what it is called, and what can be done with it. */
export function KeptHead({ kept, title }: { kept: ReturnType<typeof useKept>; title: string }) {
  const { mine, stored, said } = kept;
  return (
    <header className="head">
      <PlainButton bare icon={<ArrowLeft size={15} />} label={mine.label_plural} onClick={kept.back} />
      <h1 className="ellipsis">{title}</h1>
      <span className="grow" />
      {stored && mine.rights.delete && (
        <Button danger loading={kept.remove.isPending} onClick={() => void kept.retire(stored)}>
          {said.remove}
        </Button>
      )}
      {kept.may && (
        <Button type="primary" loading={kept.save.isPending} onClick={() => kept.save.mutate()}>
          {said.save}
        </Button>
      )}
    </header>
  );
}
