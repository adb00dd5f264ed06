import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { Camera, MapPin } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { uploadFile } from "@/api/files";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import type { RecordData } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { usePhone } from "@/ui/use-media";
import { aboutVisit, check, locate, visitKeys } from "./requests";
import "./texts";
import "./visits.css";

type Props = { visit: RecordData; way: "in" | "out"; onClose: () => void };

/** A picture taken now. */
function Photo({ photo, onPhoto }: { photo: File | null; onPhoto: (photo: File | null) => void }) {
  const { t } = useTranslation();
  return (
    <label className="check__photo">
      <Camera size={16} aria-hidden="true" />
      {photo ? t("visits:photoTaken", { name: photo.name }) : t("visits:photo")}
      <input
        type="file"
        accept="image/*"
        capture="environment"
        className="sr-only"
        onChange={(event) => onPhoto(event.target.files?.[0] ?? null)}
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
  });
  const [text, setText] = useState("");
  const [photo, setPhoto] = useState<File | null>(null);
  const [fix, setFix] = useState(false);
  const [position, setPosition] = useState<Awaited<ReturnType<typeof locate>>>(null);
  const coming = way === "in";
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async (wanted: boolean) => {
      const here = wanted ? (position ?? (await locate())) : null;
      if (wanted && !here) throw new Error(t("visits:noPosition"));
      setPosition(here);
      const picture = photo && (await uploadFile(photo)).id;
      const more = coming ? { reason: text.trim(), photo: picture, fix } : { body: text.trim() || null };
      return check(way, visit, here, more);
    },
    onSuccess: () => {
      refresh(client, "activities");
      toast(coming ? t("visits:checkedIn") : t("visits:checkedOut"));
      onClose();
    },
  });
  const far = send.error instanceof Problem && send.error.errors.some((each) => each.code === "far_away");
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
        <p className="check__visit">{String(visit.subject ?? "")}</p>
        {about.data && <p className="muted">{t("visits:kept", { days: about.data.days })}</p>}
        {send.error && <Note danger={!far}>{error ?? send.error.message}</Note>}
        {coming && about.data?.known === false && (
          <Checkbox checked={fix} onChange={(event) => setFix(event.target.checked)}>
            {t("visits:fix")}
          </Checkbox>
        )}
        {(far || !coming) && (
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
