/** Targets of fields of this kind are people and get a round avatar. */
export const people: ReadonlySet<string> = new Set(["contact", "lead", "user"]);
