import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { unmaskValue } from "@/api/records";
import type { FieldMeta } from "@/api/types";
import { Value } from "@/fields/value";
import { PlainButton } from "@/ui/plain-button";

/** For so long a value stays in sight. */
const SECONDS = 30;

type Props = { field: FieldMeta; value: unknown; compact: boolean; plural: string; id: string };

/** A masked value with an eye: each look is counted and in the Log, and ends by itself. */
export function Unmask({ field, value, compact, plural, id }: Props) {
  const { t } = useTranslation();
  const { mutate, data, reset, isPending } = useMutation({
    mutationFn: () => unmaskValue(plural, id, field.name),
  });
  useEffect(() => {
    if (!data) return;
    const timer = setTimeout(reset, SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [data, reset]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps a tap on the eye from being one on the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <span className="row unmask" onClick={(event) => event.stopPropagation()}>
      <Value field={field} value={data ? data.value : value} compact={compact} />
      <PlainButton
        bare
        className="unmask__eye"
        disabled={isPending}
        label={data ? t("fields.hide") : t("fields.unmask", { field: field.label })}
        icon={data ? <EyeOff size={13} /> : <Eye size={13} />}
        onClick={() => (data ? reset() : mutate())}
      />
      <span className="unmask__left muted" role="status">
        {data && !compact && t("fields.unmaskLeft", { count: data.left })}
      </span>
    </span>
  );
}
