import { Tag } from "@/ui/tag";
import type { DisplayProps, FieldUi } from "../types";
import { useGroups } from "./use-groups";

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function Display({ field, value, compact }: DisplayProps) {
  const known = useGroups(field.of).flatMap(({ tags }) => tags);
  return (
    <span className={`tags ${compact ? "" : "tags--wrap"}`}>
      {list(value).map((text) => (
        <Tag key={text} text={text} colour={known.find(({ name }) => name === text)?.color} />
      ))}
    </span>
  );
}

export const display: FieldUi = { Display, text: (value) => list(value).join(", "), width: 170 };
