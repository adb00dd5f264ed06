import { Problem } from "@/api/problem";

/** What went wrong, as the server says it of the field it is about. */
export const said = (error: Error): string =>
  (error instanceof Problem ? error.errors[0]?.message : undefined) ?? error.message;
