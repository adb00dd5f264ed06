import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useObjects } from "@/metadata/meta";
import { Icon } from "@/ui/icon";
import type { Found } from "./types";

/** What the import brought to light; each entry opens the list that mends it. */
export function FoundList({ items }: { items: Found[] }) {
  const { t } = useTranslation("import");
  const objects = useObjects();
  if (items.length === 0) return null;
  return (
    <section>
      <h2 className="import__title">{t("found.title")}</h2>
      <p className="muted">{t("found.hint")}</p>
      <ul className="import__found" data-testid="import-found">
        {items.map((item) => {
          const object = objects(item.object);
          if (!object) return null;
          return (
            <li key={item.key}>
              <Link
                to="/$plural"
                params={{ plural: object.plural }}
                search={{ filter: item.filter ?? undefined, sort: item.sort ?? undefined }}
              >
                <Icon name={object.icon} size={15} />
                <span className="grow">{item.label}</span>
                <b className="num">{item.count.toLocaleString()}</b>
                <ArrowRight size={14} aria-hidden="true" />
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
