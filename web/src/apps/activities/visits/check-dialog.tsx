import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { Camera, MapPin } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import type { RecordData } from "@/api/types";
import { newToken } from "@/lib/token";
import { useSignedIn } from "@/metadata/session";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { usePhone } from "@/ui/use-media";
import { useOnline } from "@/ui/use-online";
import { type KeptCheck, keepCheck } from "./kept-checks";
import { aboutVisit, locate, visitKeys, type visitsToday } from "./requests";
import { isFar, noNetwork, sendCheck } from "./sending";
import { digest, marks, stamped } from "./watermark";
import "./texts";
import "./visits.css";

type Props = { visit: RecordData; way: "in" | "out"; onClose: () => void };
type Taken = { file: File; at: string };

/** A picture taken now. */
function Photo({ photo, onPhoto }: { photo: Taken | null; onPhoto: (photo: Taken | null) => void }) {
  const { t } = useTranslation();
  return (
    <label className="check__photo">
      <Camera size={16} aria-hidden="true" />
      {photo ? t("visits:photoTaken", { name: photo.file.name }) : t("visits:photo")}
      <input
        type="file"
        accept="image/*"
        capture="environment"
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          onPhoto(file ? { file, at: new Date().toISOString() } : null);
        }}
      />
    </label>
  );
}

/** Checking in at a customer's or out again: what is kept is said first, the position is asked for by the tap alone. */
export function CheckDialog({ visit, way, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const phone = usePhone();
  const about = useQuery({
    queryKey: visitKeys.about(visit.id),
    queryFn: ({ signal }) => aboutVisit(visit.id, signal),
    meta: { quiet: true },
  });
  const [text, setText] = useState("");
  const [photo, setPhoto] = useState<Taken | null>(null);
  const [fix, setFix] = useState(false);
  const [position, setPosition] = useState<Awaited<ReturnType<typeof locate>>>(null);
  const coming = way === "in";
  const online = useOnline();
  const { user } = useSignedIn();
  const subject = String(visit.subject ?? "");
  const [id] = useState(newToken);
  const made = async (here: KeptCheck["position"]): Promise<KeptCheck> => {
    const lines = photo ? marks(photo.at, here, subject, user.name) : [];
    return {
      id,
      person: user.id,
      visit: { id: visit.id, subject },
      way,
      at: new Date().toISOString(),
      position: here,
      text: text.trim(),
      fix,
      photo: photo && (await stamped(photo.file, lines)),
      hash: photo && (await digest(photo.file)),
    };
  };
  const send = useMutation({
    meta: { quiet: true },
    // Without a network it goes on all the same: what cannot be sent is kept.
    networkMode: "always",
    mutationFn: async (wanted: boolean): Promise<boolean> => {
      const here = wanted ? (position ?? (await locate())) : null;
      if (wanted && !here) throw new Error(t("visits:noPosition"));
      setPosition(here);
      const check = await made(here);
      try {
        await sendCheck(check, false);
      } catch (error) {
        if (!noNetwork(error)) throw error;
        await keepCheck(check);
        return false;
      }
      return true;
    },
    onSuccess: (sent) => {
      if (sent) refresh(client, "activities");
      else void client.invalidateQueries({ queryKey: visitKeys.kept });
      const done = coming ? t("visits:checkedIn") : t("visits:checkedOut");
      toast(sent ? done : t("visits:keptHere"));
      onClose();
    },
  });
  const far = isFar(send.error);
  const today = client.getQueryData<Awaited<ReturnType<typeof visitsToday>>>(visitKeys.today);
  const days = about.data?.days ?? today?.days;
  const error = send.error instanceof Problem ? send.error.errors[0]?.message : undefined;
  return (
    <Dialog
      title={coming ? t("visits:checkIn") : t("visits:checkOut")}
      footer={null}
      width={480}
      onCancel={onClose}
      className={phone ? "sheet" : undefined}
      style={phone ? { top: "auto" } : undefined}
    >
      <form
        className="check"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(true);
        }}
      >
        <p className="check__visit">{subject}</p>
        {days !== undefined && <p className="muted">{t("visits:kept", { days })}</p>}
        {!online && <Note>{t("visits:offline")}</Note>}
        {send.error && <Note danger={!far}>{error ?? send.error.message}</Note>}
        {coming && about.data?.known === false && (
          <Checkbox checked={fix} onChange={(event) => setFix(event.target.checked)}>
            {t("visits:fix")}
          </Checkbox>
        )}
        {(far || !coming || !online) && (
          <textarea
            className="field-input"
            rows={3}
            maxLength={coming ? 300 : 20_000}
            value={text}
            aria-label={coming ? t("visits:reason") : t("visits:outcome")}
            placeholder={coming ? t("visits:reason") : t("visits:outcome")}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {coming && <Photo photo={photo} onPhoto={setPhoto} />}
        <Button
          type="primary"
          size="large"
          block
          htmlType="submit"
          icon={<MapPin size={16} aria-hidden="true" />}
          loading={send.isPending}
          disabled={far && text.trim() === ""}
        >
          {coming ? t("visits:checkInHere") : t("visits:checkOutHere")}
        </Button>
        <Button block disabled={send.isPending} onClick={() => send.mutate(false)}>
          {t("visits:without")}
        </Button>
      </form>
    </Dialog>
  );
}
