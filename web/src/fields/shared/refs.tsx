import { isRef } from "@/metadata/values";
import type { DisplayProps, FieldUi } from "../types";
import { RefLink } from "./ref-link";

const people = new Set(["user", "contact", "lead"]);

export function refs(target?: "user" | "department"): FieldUi {
  function Display({ field, value }: DisplayProps) {
    if (!isRef(value)) return <span className="ellipsis">{String(value ?? "")}</span>;
    const key = target ?? field.target;
    return <RefLink target={key} value={value} person={people.has(key ?? "")} />;
  }
  return {
    Display,
    text: (value) => (isRef(value) ? (value.title ?? "—") : String(value ?? "")),
    width: 150,
  };
}
