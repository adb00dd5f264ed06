import { type QueryClient, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { readFollow, setFollow } from "@/api/notices";
import type { SavedView } from "@/api/types";
import { translate } from "@/lib/i18n";
import { toast } from "@/ui/toast";
import { ready } from "./texts";

await ready;

const of = (view: SavedView) => ({
  queryKey: ["rows", "views", "follow", view.id],
  queryFn: () => readFollow("view", view.id),
});

/** What the menu offers: to hear of records that enter a view, or no longer. */
export function FollowLabel({ view }: { view: SavedView }) {
  const { t } = useTranslation();
  const { data } = useQuery(of(view));
  return t(data?.following ? "following:following" : "following:follow");
}

export async function toggleFollow(client: QueryClient, view: SavedView): Promise<void> {
  const { following } = await client.fetchQuery({ ...of(view), staleTime: 60_000 });
  client.setQueryData(of(view).queryKey, await setFollow("view", view.id, !following));
  toast(translate(following ? "following:off" : "following:on", { name: view.name }));
}
