import { Tag } from "@/ui/tag";
import type { DisplayProps, FieldUi } from "../types";

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function Display({ value, compact }: DisplayProps) {
  return (
    <span className={`tags ${compact ? "" : "tags--wrap"}`}>
      {list(value).map((text) => (
        <Tag key={text} text={text} />
      ))}
    </span>
  );
}

export const display: FieldUi = { Display, text: (value) => list(value).join(", "), width: 170 };
