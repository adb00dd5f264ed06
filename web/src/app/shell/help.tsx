import { useTranslation } from "react-i18next";
import { Dialog } from "@/ui/dialog";
import { modKey } from "./nav";
import { show } from "./overlays";
import { usePlaces } from "./use-places";

/** All keys. */
export function Help() {
  const { t } = useTranslation();
  const { all } = usePlaces();
  const rows: [string, string][] = [
    [`${modKey}K`, t("keys.palette")],
    ["N", t("keys.new")],
    ["/", t("keys.filter")],
    ["J  K", t("keys.down")],
    ["← →", t("keys.left")],
    ["Enter", t("keys.open")],
    ["E", t("keys.edit")],
    ["X", t("keys.select")],
    ["Esc", t("keys.close")],
    ["?", t("keys.help")],
    ...all
      .filter((place) => place.letter)
      .map((place): [string, string] => [
        `G ${place.letter.toUpperCase()}`,
        t("keys.go", { place: place.label }),
      ]),
  ];
  return (
    <Dialog title={t("keys.title")} footer={null} width={640} onCancel={() => show(null)}>
      <ul className="keys">
        {rows.map(([key, label]) => (
          <li key={key}>
            <span>{label}</span>
            <kbd className="kbd">{key}</kbd>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
