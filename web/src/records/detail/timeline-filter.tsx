import { Input } from "antd";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "@/ui/select";
import { useDelayed } from "@/ui/use-delayed";
import type { Narrowed } from "./timeline";
import "./texts";

type Props = {
  narrowed: Narrowed;
  kinds: { key: string; label: string }[];
  onNarrow: (now: Narrowed) => void;
};

/** Which kind of things the timeline shows, and with which words; both stand in the address. */
export function TimelineFilter({ narrowed, kinds, onNarrow }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(narrowed.words ?? "");
  const settled = useDelayed(typed.trim(), 300);
  const told = useRef(narrowed.words ?? "");
  useEffect(() => {
    if (settled === told.current) return;
    told.current = settled;
    onNarrow({ ...narrowed, words: settled || undefined });
  }, [settled, narrowed, onNarrow]);
  return (
    <div className="line__filter" role="search">
      <Select<string>
        aria-label={t("happened:line.filter")}
        value={narrowed.of ?? ""}
        popupMatchSelectWidth={false}
        options={[
          { value: "", label: t("happened:line.all") },
          ...kinds.map(({ key, label }) => ({ value: key, label })),
        ]}
        onChange={(of) => onNarrow({ ...narrowed, of: of || undefined })}
      />
      <Input
        allowClear
        value={typed}
        prefix={<Search size={14} aria-hidden="true" />}
        aria-label={t("happened:line.search")}
        placeholder={t("happened:line.search")}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}
