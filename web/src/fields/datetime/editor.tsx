import { DateFilter, dateInput } from "../shared/date-input";
import type { FieldEditor } from "../types";

export const editor: FieldEditor = { Input: dateInput(true), Filter: DateFilter, instant: true };
