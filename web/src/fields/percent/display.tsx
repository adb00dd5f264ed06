import { numbers } from "../shared/numbers";

export const display = numbers("%");
