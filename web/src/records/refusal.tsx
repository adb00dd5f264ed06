import { Problem } from "@/api/problem";
import { Note } from "@/ui/note";

/** Why something was not done: of several things to correct the first. */
export function Refusal({ error }: { error: Error | null }) {
  if (!error) return null;
  const named = error instanceof Problem ? error.errors[0]?.message : undefined;
  return <Note danger>{named ?? error.message}</Note>;
}
