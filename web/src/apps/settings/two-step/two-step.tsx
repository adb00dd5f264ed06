import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { endTwoStep, readTwoStep, renewCodes, type TwoStep as State } from "@/api/two-step";
import { fullDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { ask } from "@/ui/ask";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { Enrol } from "./enrol";
import { ProviderLink } from "./provider-link";
import { RecoveryCodes } from "./recovery-codes";
import "../settings.css";

const FEW = 3;

function Frame({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Dialog title={title} width={520} footer={null} onCancel={onClose}>
      {children}
    </Dialog>
  );
}

function On({ state, onCodes, onPhone }: { state: State; onCodes: () => void; onPhone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: endTwoStep,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["two-step"] });
      void client.invalidateQueries({ queryKey: keys.session });
      toast(t("twoStep:ended"));
    },
  });
  const turnOff = async () => {
    if (
      await ask({ title: t("twoStep:off"), text: t("twoStep:offHint"), yes: t("twoStep:off"), danger: true })
    )
      end.mutate();
  };
  return (
    <>
      <p className="muted">
        {[
          state.since && t("twoStep:since", { day: fullDate(state.since, currentLanguage()) }),
          t("twoStep:left", { count: state.codes }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {state.codes <= FEW && <Note danger>{t("twoStep:few")}</Note>}
      <div className="row two-step__acts">
        <Button onClick={onCodes}>{t("twoStep:newCodes")}</Button>
        <Button onClick={onPhone}>{t("twoStep:otherPhone")}</Button>
        {!state.required && (
          <Button danger onClick={() => void turnOff()} loading={end.isPending}>
            {t("twoStep:off")}
          </Button>
        )}
      </div>
      {state.required && <p className="muted">{t("twoStep:required")}</p>}
    </>
  );
}

/** In one's profile: the second step of signing in, its phone and its recovery codes. */
export function TwoStep() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [enrolling, setEnrolling] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const state = useQuery({ queryKey: ["two-step"], queryFn: ({ signal }) => readTwoStep(signal) });
  const renew = useMutation({ mutationFn: renewCodes, onSuccess: (made) => setCodes(made.codes) });
  const close = () => {
    setEnrolling(false);
    setCodes(null);
    void client.invalidateQueries({ queryKey: ["two-step"] });
    void client.invalidateQueries({ queryKey: keys.session });
  };
  const shown = (
    <>
      {enrolling && !codes && (
        <Frame title={t("twoStep:setUp")} onClose={close}>
          <Enrol onDone={(made) => setCodes(made.codes)} />
        </Frame>
      )}
      {codes && (
        <Frame title={t("twoStep:codes")} onClose={close}>
          <RecoveryCodes codes={codes} onDone={close} />
        </Frame>
      )}
    </>
  );
  if (!state.data) return <Waiting />;
  return (
    <section className="settings__block stack">
      <h2 className="row">
        {t("twoStep:title")}
        {state.data.on && <Tag text={t("twoStep:on")} colour="green" />}
      </h2>
      {state.data.on ? (
        <On state={state.data} onCodes={() => renew.mutate()} onPhone={() => setEnrolling(true)} />
      ) : (
        <>
          <p className="muted">{t("twoStep:hint")}</p>
          <div>
            <Button onClick={() => setEnrolling(true)}>{t("twoStep:begin")}</Button>
          </div>
        </>
      )}
      {shown}
      <ProviderLink />
    </section>
  );
}
