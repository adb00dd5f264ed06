import { useQuery } from "@tanstack/react-query";
import { Landmark } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LookupProps, PanelProps } from "@/records/extensions";
import { useSave } from "@/records/use-save";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { LookupDialog } from "./lookup-dialog";
import { readRegistry } from "./requests";
import "./registry.css";

/** Looks a company up and hands over what somebody chose; nothing where no registry can be asked. */
export function Lookup(props: LookupProps) {
  const { t } = useTranslation("registry");
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ["registry"],
    queryFn: ({ signal }) => readRegistry(signal),
    staleTime: 300_000,
    retry: false,
    meta: { quiet: true },
  });
  if (!data?.on) return null;
  return (
    <>
      <PlainButton
        className="registry__look"
        icon={<Landmark size={14} aria-hidden="true" />}
        label={t("look")}
        onClick={() => setOpen(true)}
      />
      {open && <LookupDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

/** On the page of an account. */
export function LookupPanel({ object, record }: PanelProps) {
  const { t } = useTranslation("registry");
  const save = useSave(object);
  if (!record._can?.update) return null;
  const take = (values: Record<string, unknown>, reason: string) =>
    save.mutate({ record, values, reason }, { onSuccess: () => toast(t("took")) });
  return <Lookup object={object} values={record} onTake={take} />;
}
