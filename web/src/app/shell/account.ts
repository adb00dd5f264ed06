import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Problem } from "@/api/problem";
import { signOut } from "@/api/session";
import { dropDrafts } from "@/lib/drafts";
import { toast } from "@/ui/toast";
import { tellWindows } from "../leaving";
import { messageOf } from "../query-client";

/** Whether the session is over: ended now, or already. */
async function ended(): Promise<boolean> {
  try {
    await signOut();
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return true;
    toast(messageOf(error), { tone: "error" });
    return false;
  }
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    // Who is not signed out must not be told that he is: the next one at this screen would go on as him.
    if (!(await ended())) return;
    dropDrafts();
    tellWindows();
    client.clear();
    await navigate({ to: "/sign-in" });
  };
}
