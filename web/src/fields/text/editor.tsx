import { textEditor } from "../shared/text-editor";

export const editor = textEditor();
