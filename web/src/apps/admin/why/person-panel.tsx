import { Eye } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/metadata/session";
import type { PanelProps } from "@/records/extensions";
import { PlainButton } from "@/ui/plain-button";
import { ready } from "../texts";
import { WhyOfPerson } from "./why-dialog";

await ready;

/** On a person's page: what an administrator may ask about his rights. */
export function PersonPanel({ record }: PanelProps) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const [asking, setAsking] = useState(false);
  if (!user.admin) return null;
  const person = { id: record.id, title: String(record.name ?? "") };
  return (
    <section className="why__panel">
      <h2 className="why__head">{t("admin:rights")}</h2>
      <PlainButton icon={<Eye size={14} />} label={t("admin:whatSeesAsk")} onClick={() => setAsking(true)} />
      {asking && <WhyOfPerson person={person} onClose={() => setAsking(false)} />}
    </section>
  );
}
