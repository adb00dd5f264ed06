import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell, BellRing } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { readFollow, setFollow } from "@/api/notices";
import type { PanelProps } from "@/records/extensions";
import { PlainButton } from "@/ui/plain-button";
import { usePhone } from "@/ui/use-media";
import "./texts";

/** Whether I hear of what happens to this record; one click changes it. */
export function FollowButton({ object, record }: PanelProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const phone = usePhone();
  const key = [...keys.record(object.plural, record.id), "follow"];
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => readFollow(object.key, record.id, signal),
    retry: false,
  });
  const change = useMutation({
    mutationFn: (on: boolean) => setFollow(object.key, record.id, on),
    onSuccess: (now) => client.setQueryData(key, now),
  });
  if (!query.data) return null;
  const { following } = query.data;
  return (
    <PlainButton
      bare={phone}
      icon={following ? <BellRing size={15} /> : <Bell size={15} />}
      label={following ? t("notices:following") : t("notices:follow")}
      title={t("notices:followHint")}
      aria-pressed={following}
      disabled={change.isPending}
      onClick={() => change.mutate(!following)}
    />
  );
}
