import { numberEditor } from "../shared/number-editor";

export const editor = numberEditor((decimal) => decimal);
