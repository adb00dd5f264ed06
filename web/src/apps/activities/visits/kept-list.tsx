import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useSignedIn } from "@/metadata/session";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { useOnline } from "@/ui/use-online";
import { dropCheck, type KeptCheck, keepCheck, keptChecks } from "./kept-checks";
import { visitKeys } from "./requests";
import { sendKept } from "./sending";
import "./texts";
import "./visits.css";

function Waiting({ check, onChange }: { check: KeptCheck; onChange: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState(check.text);
  const again = useMutation({
    mutationFn: async () => {
      await keepCheck({ ...check, text: reason.trim(), refused: undefined, far: undefined });
      await sendKept(check.person);
    },
    onSettled: onChange,
  });
  const discard = async () => {
    const sure = await ask({
      title: t("visits:discardAsk"),
      text: t("visits:discardHint"),
      danger: true,
      yes: t("visits:discard"),
    });
    if (!sure) return;
    await dropCheck(check.id);
    onChange();
  };
  const at = fullDateTime(check.at, currentLanguage());
  return (
    <li className="kept">
      <p>
        <strong>{check.visit.subject}</strong>{" "}
        <span className="muted">
          {check.way === "in" ? t("visits:waitingIn", { at }) : t("visits:waitingOut", { at })}
          {!check.refused && ` · ${t("visits:waitingNet")}`}
        </span>
      </p>
      {check.refused && <Note danger>{check.refused}</Note>}
      {check.far && (
        <textarea
          className="field-input"
          rows={2}
          maxLength={300}
          value={reason}
          aria-label={t("visits:reason")}
          placeholder={t("visits:reason")}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      <span className="row">
        {check.refused && (
          <Button
            type="primary"
            loading={again.isPending}
            disabled={check.far && reason.trim() === ""}
            onClick={() => again.mutate()}
          >
            {t("visits:again")}
          </Button>
        )}
        <PlainButton label={t("visits:discard")} onClick={() => void discard()} />
      </span>
    </li>
  );
}

/** Sends what was recorded without a network as soon as there is one, and shows what waits or was refused. */
export function KeptList() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const online = useOnline();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: visitKeys.kept,
    queryFn: () => keptChecks(user.id),
    networkMode: "always",
    retry: false,
  });
  const kept = query.data ?? [];
  const open = kept.some((each) => !each.refused);
  useEffect(() => {
    if (!online || !open) return;
    void sendKept(user.id).then((some) => some && refresh(client, "activities"));
  }, [online, open, user.id, client]);
  if (kept.length === 0) return null;
  return (
    <section className="today__section" aria-labelledby="checks-kept">
      <h3 id="checks-kept">
        <CloudOff size={15} aria-hidden="true" /> {t("visits:waiting")}{" "}
        <span className="muted num">{kept.length}</span>
      </h3>
      <ul>
        {kept.map((check) => (
          <Waiting
            key={`${check.id}${check.refused}`}
            check={check}
            onChange={() => refresh(client, "activities")}
          />
        ))}
      </ul>
    </section>
  );
}
