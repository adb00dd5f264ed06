import { Bold, Italic, List, ListOrdered } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { PlainButton } from "@/ui/plain-button";
import { filterFrom } from "../shared/filters";
import { textEditor } from "../shared/text-editor";
import { asText } from "../shared/words";
import type { InputProps } from "../types";

const commands = [
  ["bold", Bold],
  ["italic", Italic],
  ["insertUnorderedList", List],
  ["insertOrderedList", ListOrdered],
] as const;

function Input({ field, value, onChange, invalid, autoFocus }: InputProps) {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const start = useRef(asText(value));
  useEffect(() => {
    const node = area.current;
    if (!node) return;
    const parsed = new DOMParser().parseFromString(start.current, "text/html");
    for (const bad of parsed.querySelectorAll("script,style,iframe,object")) bad.remove();
    for (const element of parsed.body.querySelectorAll("*"))
      for (const { name } of [...element.attributes]) if (name !== "href") element.removeAttribute(name);
    node.replaceChildren(...parsed.body.childNodes);
    if (autoFocus) node.focus();
  }, [autoFocus]);
  const report = () => onChange(area.current?.textContent?.trim() ? area.current.innerHTML : null);
  return (
    <div>
      <div className="rich__bar">
        {commands.map(([command, Mark]) => (
          <PlainButton
            key={command}
            bare
            label={t(`fields.rich.${command}`)}
            icon={<Mark size={14} />}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              document.execCommand(command);
              report();
            }}
          />
        ))}
      </div>
      <div
        ref={area}
        className="field-input rich__area html"
        contentEditable
        role="textbox"
        aria-multiline="true"
        aria-label={field.label}
        aria-invalid={invalid || undefined}
        tabIndex={0}
        onInput={report}
      />
    </div>
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input) };
