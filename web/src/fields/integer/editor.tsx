import { numberEditor } from "../shared/number-editor";

export const editor = numberEditor((decimal) => (/^-?\d{1,15}$/.test(decimal) ? Number(decimal) : decimal));
