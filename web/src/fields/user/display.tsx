import { refs } from "../shared/refs";

export const display = { ...refs("user"), width: 128 };
