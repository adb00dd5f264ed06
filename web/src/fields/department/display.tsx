import { refs } from "../shared/refs";

export const display = refs("department");
