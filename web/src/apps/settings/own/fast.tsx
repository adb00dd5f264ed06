import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { LoaderCircle, TriangleAlert, Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { refresh } from "@/api/keys";
import { createRecord, deleteRecord } from "@/api/records";
import type { ObjectMeta } from "@/api/types";
import { useObjectByPlural } from "@/metadata/meta";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";

const plural = "fast-fields";
type State = {
  id: string;
  version: number;
  field: string;
  state: "waiting" | "making" | "ready" | "failed";
  share: number;
  message: string;
};
type States = { items: State[]; able: string[]; maker: boolean };

/** Fields of an object with indexes of their own; asked for again while one is being made. */
export function useFast({ key: object, fields }: ObjectMeta) {
  const client = useQueryClient();
  const mine = useObjectByPlural(plural);
  const states = useQuery({
    // A field that was added or restored may be made fast too.
    queryKey: ["rows", plural, "states", object, fields.length],
    queryFn: ({ signal }) =>
      call<States>("GET", `/fast-field-states?${new URLSearchParams({ object })}`, { signal }),
    enabled: mine?.rights.read === true,
    refetchInterval: ({ state }) =>
      state.data?.items.some((each) => each.state === "waiting" || each.state === "making") ? 2000 : false,
  });
  const toggle = useMutation({
    mutationFn: async ({ name, now }: { name: string; now: State | undefined }) =>
      now ? deleteRecord(plural, now.id, now.version) : createRecord(plural, { object, field: name }),
    onSettled: () => refresh(client, plural),
  });
  return {
    toggle,
    writable: mine?.rights.create === true,
    able: new Set(states.data?.able),
    of: (name: string) => states.data?.items.find((each) => each.field === name),
    waits: states.data?.maker === false && states.data.items.some((each) => each.state === "waiting"),
  };
}

export type Fast = ReturnType<typeof useFast>;

/** Switches the index of a field on and off, and says how far it is. */
export function FastButton({ fast, name, label }: { fast: Fast; name: string; label: string }) {
  const { t } = useTranslation();
  const now = fast.of(name);
  if (!fast.writable || !(now || fast.able.has(name))) return <span className="own__fast" />;
  const busy = now?.state === "waiting" || now?.state === "making";
  const said = now ? t(`own:fast.${now.state}`, { share: now.share, message: now.message }) : "";
  const icon = busy ? (
    <LoaderCircle size={14} className="spin" />
  ) : now?.state === "failed" ? (
    <TriangleAlert size={14} />
  ) : (
    <Zap size={14} />
  );
  return (
    <span className="own__fast">
      {busy && <span className="muted">{now.state === "making" ? `${now.share}%` : ""}</span>}
      <PlainButton
        bare
        icon={icon}
        className={now ? `own__fast--${now.state}` : "own__fast--off"}
        aria-pressed={now !== undefined}
        label={`${t("own:fast.label", { name: label })}${said ? ` · ${said}` : ""}`}
        disabled={fast.toggle.isPending}
        onClick={() => fast.toggle.mutate({ name, now })}
      />
    </span>
  );
}

/** Says that nothing makes indexes here. */
export function FastNote({ fast }: { fast: Fast }) {
  const { t } = useTranslation();
  return fast.waits ? <Note>{t("own:fast.nobody")}</Note> : null;
}
