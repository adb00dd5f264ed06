import { Checkbox } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fileUrl } from "@/api/files";
import type { Draft } from "./draft";

type Props = {
  draft: Draft;
  photo: NonNullable<Draft["photo"]>;
  /** Lines of the field one is in. */
  outlined: number[];
  /** Whether the contact may have the photo. */
  keeps: boolean;
  onFocus: (line: number) => void;
  onKeep: (keep: boolean) => void;
};

/** The photo of a card; what the field one is in was read from is outlined. By keyboard its lines below do the same. */
export function Picture({ draft, photo, outlined, keeps, onFocus, onKeep }: Props) {
  const { t } = useTranslation("cards");
  const [gone, setGone] = useState(false);
  if (gone) return <p className="muted">{t("photoGone")}</p>;
  return (
    <figure className="card-photo">
      <div className="card-photo__frame">
        <img src={fileUrl(photo.file.id)} alt={t("photoOf")} onError={() => setGone(true)} />
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          {draft.read.lines.map((line, at) =>
            line.box ? (
              // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer alone; the lines below are buttons
              <polygon
                key={line.box.join(" ")}
                className={`card-photo__line ${outlined.includes(at) ? "card-photo__line--on" : ""}`}
                points={line.box.join(" ")}
                onClick={() => onFocus(at)}
              />
            ) : null,
          )}
        </svg>
      </div>
      {keeps && (
        <figcaption>
          <Checkbox checked={photo.keep} onChange={(event) => onKeep(event.target.checked)}>
            {t("keepPhoto")}
          </Checkbox>
        </figcaption>
      )}
    </figure>
  );
}
