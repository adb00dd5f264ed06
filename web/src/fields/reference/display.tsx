import { refs } from "../shared/refs";

export const display = { ...refs(), width: 180 };
