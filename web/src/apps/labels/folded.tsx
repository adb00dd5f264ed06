import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Value } from "@/fields/value";
import { fieldOf } from "@/metadata/meta";
import type { PanelProps } from "@/records/extensions";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { Figures } from "./figures";
import type { Figure, Profile } from "./requests";
import { grouped } from "./tags";

/** So many tags and figures fit above what happened. */
const tagsShown = 3;
const figuresShown = 3;

const says = (figure: Figure): boolean =>
  (figure.count ?? 0) > 0 || figure.rows.length > 0 || figure.gap !== null;

const rank = ({ bad, gap }: Figure): number => (bad ? 0 : gap === null ? 2 : 1);

/** The figures that say something: what is bad first, then what is lacking, the others in their order. */
export const foremost = (figures: Figure[]): Figure[] =>
  figures
    .filter(says)
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, figuresShown);

type Props = PanelProps & { profile: Profile; onMore: () => void };

/** On a phone: levels, tags and the foremost figures, so that what happened begins on the first screen. */
export function Folded({ object, record, profile, onMore }: Props) {
  const { t } = useTranslation("labels");
  const figures = foremost(profile.figures);
  const tags = grouped(profile.tags, profile.groups, "").flatMap((shown) => shown.tags);
  return (
    <section className="profile profile--folded" aria-label={t("title")}>
      <div className="profile__line">
        {profile.levels.map((level) => {
          const field = fieldOf(object, level.field);
          return field && <Value key={level.field} field={field} value={level.value} compact />;
        })}
        {tags.slice(0, tagsShown).map(({ said, colour }) => (
          <Tag key={said.value} text={said.value} colour={colour} />
        ))}
        {profile.levels.length + tags.length === 0 && <span className="muted">{t("none")}</span>}
        {tags.length > tagsShown && <span className="muted num">+{tags.length - tagsShown}</span>}
        <PlainButton
          className="profile__fold"
          icon={<ChevronDown size={14} aria-hidden="true" />}
          label={t("more")}
          aria-expanded={false}
          onClick={onMore}
        />
      </div>
      {figures.length > 0 && <Figures object={object} record={record} figures={figures} />}
    </section>
  );
}
