import { useMutation, useQuery } from "@tanstack/react-query";
import { Dropdown } from "antd";
import { FileText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { listRecords } from "@/api/records";
import { currentLanguage } from "@/lib/i18n";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import type { About } from "./compose";

type Filled = { subject: string; body: string };
type Props = { about: About; onFill: (given: Filled) => void };

/** Templates for this kind of record; choosing one fills it in from the record. */
export function Templates({ about, onFill }: Props) {
  const { t } = useTranslation();
  const { object, record } = about;
  const asked = {
    fields: "name,object",
    filter: {
      and: [
        { field: "active", op: "eq", value: true },
        {
          or: [
            { field: "object", op: "empty" },
            { field: "object", op: "eq", value: object.key },
          ],
        },
      ],
    },
    sort: "name",
  };
  const list = useQuery({
    queryKey: keys.list("mail-templates", asked),
    queryFn: ({ signal }) =>
      listRecords("mail-templates", { ...asked, filter: asked.filter as never, limit: 100 }, signal),
  });
  const fill = useMutation({
    meta: { quiet: true },
    mutationFn: (template: string) =>
      call<Filled>("POST", "/mail/fill", { body: { template, object: object.key, id: record.id } }),
    onSuccess: onFill,
    onError: (error) =>
      toast(error instanceof Problem && error.errors[0] ? error.errors[0].message : error.message, {
        tone: "error",
      }),
  });
  const items = (list.data?.items ?? []).map((template) => {
    const name = template.name as { zh?: string; en?: string };
    return {
      key: template.id,
      label: name[currentLanguage()] || name.en || name.zh || "",
      onClick: () => fill.mutate(template.id),
    };
  });
  if (items.length === 0) return null;
  return (
    <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
      <PlainButton icon={<FileText size={14} />} label={t("mail:template")} disabled={fill.isPending} />
    </Dropdown>
  );
}
