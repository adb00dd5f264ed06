import { createContext, useContext } from "react";

const Context = createContext(true);

/** Inside, values are shown without links of their own (they stand in a row that is one). */
export const Links = Context;
export const useLinks = (): boolean => useContext(Context);
