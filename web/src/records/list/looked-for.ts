import { createContext } from "react";

/** What the rows of a list were looked for by, to be marked in their titles. */
export const LookedFor = createContext("");
