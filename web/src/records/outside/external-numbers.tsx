import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { externalNumbersOf } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { ready } from "./texts";

await ready;

/** By which numbers other systems know the record: what the files it came from call it. */
export function ExternalNumbers({ object, record }: { object: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation("outside");
  const query = useQuery({
    queryKey: [...keys.record(object.plural, record.id), "external-numbers"],
    queryFn: ({ signal }) => externalNumbersOf(object.plural, record.id, signal),
    staleTime: 300_000,
    meta: { quiet: true },
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  const copy = (number: string) => void navigator.clipboard?.writeText(number).then(() => toast(t("copied")));
  return (
    <section>
      <h2 className="details__label">{t("title")}</h2>
      <dl>
        {items.map(({ system, number, file }) => (
          <div key={`${system} ${number}`} className="detail">
            <dt className="ellipsis" title={file ? t("from", { system, file }) : system}>
              {file ?? system}
            </dt>
            <dd className="row">
              <span className="num ellipsis" title={number}>
                {number}
              </span>
              <PlainButton
                bare
                icon={<Copy size={13} aria-hidden="true" />}
                label={t("copy", { number })}
                onClick={() => copy(number)}
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
