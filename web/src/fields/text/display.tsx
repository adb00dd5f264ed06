import { words } from "../shared/words";

export const display = words;
