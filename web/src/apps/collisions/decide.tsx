import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { undoChange } from "@/api/records";
import { toast } from "@/ui/toast";
import { type Case, collisionKeys, type Decision, decisions, sendRuling } from "./requests";

const half = 50;

/** Who goes on, why, and with which split; carried out at once. */
export function Decide({ found }: { found: Case }) {
  const { t } = useTranslation("collisions");
  const client = useQueryClient();
  const [decision, setDecision] = useState<Decision>("stays");
  const [share, setShare] = useState<number | null>(half);
  const [reason, setReason] = useState("");
  const names = { holder: found.holder.title, claimant: found.claimant.title };
  const again = () =>
    Promise.all([client.invalidateQueries({ queryKey: collisionKeys.all }), client.invalidateQueries()]);
  const undo = useMutation({ mutationFn: undoChange, onSettled: again });
  const decide = useMutation({
    mutationFn: () =>
      sendRuling(found.id, {
        decision,
        reason: reason.trim(),
        ...(decision === "shared" && share !== null && { share }),
      }),
    onSuccess: ({ change }) =>
      toast(t("decided"), { action: { label: t("undo"), run: () => undo.mutate(change) } }),
    onSettled: again,
  });
  return (
    <section className="collision-decision" aria-label={t("decide")}>
      <h2>{t("decide")}</h2>
      <fieldset className="collision-choices" aria-label={t("decide")}>
        {decisions.map((each) => (
          <label key={each} className="collision-choice">
            <input
              type="radio"
              name="decision"
              checked={decision === each}
              onChange={() => setDecision(each)}
            />
            <span>
              {t(`decision.${each}`)}
              <small className="muted">{t(`how.${each}`, names)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {decision === "shared" && (
        <div className="collision-field">
          <label htmlFor="collision-share">{t("share", { who: found.holder.title })}</label>
          <InputNumber
            id="collision-share"
            min={1}
            max={99}
            precision={0}
            value={share}
            onChange={setShare}
          />
        </div>
      )}
      <div className="collision-field">
        <label htmlFor="collision-reason">{t("reason")}</label>
        <Input.TextArea
          id="collision-reason"
          rows={3}
          maxLength={2000}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
      <div className="collision-field">
        <Button
          type="primary"
          loading={decide.isPending}
          disabled={!reason.trim() || (decision === "shared" && share === null)}
          onClick={() => decide.mutate()}
        >
          {t("decide")}
        </Button>
        <span className="muted">{t("carriesOut")}</span>
      </div>
    </section>
  );
}
