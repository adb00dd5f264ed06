import { translate } from "@/lib/i18n";
import type { RecordData } from "./types";

export type FieldProblem = { field: string | null; code: string; message: string };

/** What the server refused and why, in the reader's language (problem+json). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldProblem[];
  readonly current: RecordData | null;
  readonly retryAfter: number | null;
  /** What else the server said about this refusal, by its name. */
  readonly extra: Record<string, unknown>;

  constructor(
    status: number,
    body: {
      code?: string;
      title?: string;
      detail?: string;
      errors?: FieldProblem[];
      current?: RecordData;
      retryAfter?: number | null;
    },
  ) {
    super(body.detail || body.title || (status === 0 ? translate("app.offline") : `HTTP ${status}`));
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? (status === 0 ? "offline" : String(status));
    this.errors = body.errors ?? [];
    this.current = body.current ?? null;
    this.retryAfter = body.retryAfter ?? null;
    this.extra = body as Record<string, unknown>;
  }

  /** First message for each field, for showing beside inputs. */
  byField(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const error of this.errors) if (error.field) found[error.field] ??= error.message;
    return found;
  }
}

/** Whether somebody has to agree first: the offer to submit it says so, wherever it was tried. */
export const needsApproval = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === "approval_needed";

export const isConflict = (error: unknown): error is Problem & { current: RecordData } =>
  error instanceof Problem && error.status === 409 && error.current !== null;
