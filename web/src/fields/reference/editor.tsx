import { referenceEditor } from "../shared/reference-editor";

export const editor = referenceEditor(null, false);
