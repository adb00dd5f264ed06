import { Popover } from "antd";
import { Plus, SlidersHorizontal } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { PlainButton } from "@/ui/plain-button";
import type { PathField } from "./paths";

type Props = {
  paths: PathField[];
  open: boolean;
  bare: boolean;
  onOpen: (open: boolean) => void;
  onPick: (path: string) => void;
  builder: ReactNode;
};

/** Picks the field of a new condition by typing part of its name; or opens the whole builder. */
export function FieldPicker({ paths, open, bare, onOpen, onPick, builder }: Props) {
  const { t } = useTranslation();
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      open={open}
      onOpenChange={onOpen}
      content={<Content paths={paths} onPick={onPick} builder={builder} />}
    >
      <button type="button" className="plain chip-add" aria-expanded={open}>
        <Plus size={14} aria-hidden="true" />
        <span className={bare ? "sr-only" : undefined}>{t("filter.add")}</span>
      </button>
    </Popover>
  );
}

function Content({ paths, onPick, builder }: Pick<Props, "paths" | "onPick" | "builder">) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [whole, setWhole] = useState(false);
  const words = typed.toLowerCase();
  const shown = paths.filter(
    ({ path, label }) =>
      (words ? true : !path.includes(".")) && `${label} ${path}`.toLowerCase().includes(words),
  );
  if (whole) return <div className="builder">{builder}</div>;
  return (
    <div className="picker">
      <input
        className="field-input"
        aria-label={t("filter.find")}
        placeholder={t("filter.find")}
        value={typed}
        ref={(node) => node?.focus()}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          const [first] = shown;
          if (event.key === "Enter" && first) onPick(first.path);
        }}
      />
      <ul className="picker__list">
        {shown.map(({ path, label }) => (
          <li key={path}>
            <button type="button" className="plain" onClick={() => onPick(path)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
      <PlainButton
        className="picker__more"
        icon={<SlidersHorizontal size={14} />}
        label={t("filter.builder")}
        onClick={() => setWhole(true)}
      />
    </div>
  );
}
