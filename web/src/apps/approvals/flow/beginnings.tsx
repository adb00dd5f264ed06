import { useQuery } from "@tanstack/react-query";
import { Plus, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { useMeta } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { readTemplates, type Template } from "../requests";

type Props = { onBegin: (template: Partial<Template> | null) => void; onClose: () => void };

/** A process begins empty or with what others have found useful. */
export function Beginnings({ onBegin, onClose }: Props) {
  const { t } = useTranslation("flow");
  const { objects } = useMeta();
  const query = useQuery({
    queryKey: ["approval-templates", currentLanguage()],
    queryFn: ({ signal }) => readTemplates(signal),
  });
  const labelOf = (key: string) => objects.find((object) => object.key === key)?.label ?? key;
  return (
    <Dialog title={t("begin")} width={560} footer={null} onCancel={onClose}>
      <ul className="beginnings">
        <li>
          <button type="button" className="beginnings__one" onClick={() => onBegin(null)}>
            <Plus size={16} aria-hidden="true" />
            <span>
              <strong>{t("empty")}</strong>
              <span className="muted">{t("emptyHint")}</span>
            </span>
          </button>
        </li>
        {query.data?.items.map((template) => {
          const { code, description, ...given } = template;
          return (
            <li key={code}>
              <button type="button" className="beginnings__one" onClick={() => onBegin(given)}>
                <ShieldCheck size={16} aria-hidden="true" />
                <span>
                  <strong>
                    {template.name[currentLanguage()]}
                    <span className="muted"> · {labelOf(template.object)}</span>
                  </strong>
                  <span className="muted">{description}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
