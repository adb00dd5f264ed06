import { MutationCache, QueryClient } from "@tanstack/react-query";
import { Problem } from "@/api/problem";
import { offerApproval } from "@/apps/approvals/store";
import { translate } from "@/lib/i18n";
import { toast } from "@/ui/toast";

/** What went wrong, in words; of what was asked before there were texts, said only now. */
export const messageOf = (error: unknown): string =>
  error instanceof Problem && error.status === 0
    ? translate("app.offline")
    : error instanceof Error
      ? error.message
      : String(error);

const retry = (count: number, error: unknown): boolean =>
  count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502);

/** One cache for the whole app; a failed write says so unless its caller shows the error itself (`meta.quiet`). */
export function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry, refetchOnWindowFocus: true },
      // A write without a network fails at once, so that nobody waits for it: forms keep what was typed.
      mutations: { retry: 0, networkMode: "always" },
    },
    mutationCache: new MutationCache({
      onError: (error, _values, _context, mutation) => {
        if (offerApproval(error)) return;
        if (!mutation.meta?.quiet) toast(messageOf(error), { tone: "error" });
      },
    }),
  });
}
