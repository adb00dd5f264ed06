import { useQuery } from "@tanstack/react-query";
import { Camera, X } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type StoredFile, uploadFile } from "@/api/files";
import type { Job } from "@/api/types";
import { useJob } from "@/api/use-job";
import { newToken } from "@/lib/token";
import { useSignedIn } from "@/metadata/session";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { begin, type Draft } from "./draft";
import { readPhoto, readReader, takeReading } from "./requests";

/** Telephones turn their own formats into these when asked for them by name. */
export const pictures = ["image/jpeg", "image/png", "image/webp"];
const most = 20;

type Photo = { key: string; name: string; share: number; file?: StoredFile; job?: string; error?: string };
export type Photos = ReturnType<typeof usePhotos>;

/** Photos that are sent and read, each a card once it is read. */
export function usePhotos(onRead: (draft: Draft) => void) {
  const [photos, setPhotos] = useState<Photo[]>([]);
  const put = useCallback(
    (key: string, change: Partial<Photo>) =>
      setPhotos((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each))),
    [],
  );
  const drop = useCallback((key: string) => setPhotos((all) => all.filter((each) => each.key !== key)), []);
  const send = async (source: File, key: string) => {
    try {
      const file = await uploadFile(source, { onProgress: (share) => put(key, { share }) });
      put(key, { file, ...(await readPhoto(file.id)) });
    } catch (error) {
      put(key, { error: (error as Error).message });
    }
  };
  const add = (files: File[]) => {
    for (const source of files.slice(0, most)) {
      const key = newToken();
      setPhotos((all) => [...all, { key, name: source.name, share: 0 }]);
      void send(source, key);
    }
  };
  const over = useCallback(
    async ({ key, file, job }: Photo) => {
      try {
        const read = await takeReading(job ?? "");
        drop(key);
        onRead(begin("", read, file));
      } catch (error) {
        put(key, { error: (error as Error).message });
      }
    },
    [drop, put, onRead],
  );
  return { photos, add, drop, over };
}

/** How far photos are, and what was wrong with some. */
export function PhotoList({ photos, drop, over }: Photos) {
  const { t } = useTranslation("cards");
  if (photos.length === 0) return null;
  return (
    <ul className="card-photos" aria-label={t("photos")}>
      {photos.map((photo) => (
        <li key={photo.key}>
          {photo.error !== undefined ? (
            <Failed name={photo.name} why={photo.error} onDrop={() => drop(photo.key)} />
          ) : photo.job ? (
            <Reading photo={photo} onOver={over} onDrop={drop} />
          ) : (
            <Progress label={t("sending", { name: photo.name })} done={photo.share} total={1} />
          )}
        </li>
      ))}
    </ul>
  );
}

type ReadingProps = {
  photo: Photo;
  onOver: (photo: Photo) => Promise<void>;
  onDrop: (key: string) => void;
};

function Reading({ photo, onOver, onDrop }: ReadingProps) {
  const { t } = useTranslation("cards");
  const done = useCallback((_: Job) => void onOver(photo), [onOver, photo]);
  const job = useJob(photo.job ?? null, done);
  if (job?.state === "failed")
    return <Failed name={photo.name} why={job.message ?? ""} onDrop={() => onDrop(photo.key)} />;
  return <Progress label={t(job?.state === "queued" ? "queued" : "reading", { name: photo.name })} />;
}

function Failed({ name, why, onDrop }: { name: string; why: string; onDrop: () => void }) {
  const { t } = useTranslation("cards");
  return (
    <Note danger>
      <div className="card-photos__failed">
        <span className="grow">{t("failed", { name, why })}</span>
        <button type="button" className="plain" aria-label={t("dismiss")} onClick={onDrop}>
          <X size={14} aria-hidden="true" />
        </button>
      </div>
    </Note>
  );
}

/** Taking or choosing photos; where nothing can read them, what has to be installed. */
export function TakePhotos({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation("cards");
  const { user } = useSignedIn();
  const reader = useQuery({
    queryKey: ["cards", "reader"],
    queryFn: ({ signal }) => readReader(signal),
    staleTime: 60_000,
    meta: { quiet: true },
  });
  if (reader.data === undefined) return null;
  if (!reader.data.ready)
    return <p className="muted card-begin__absent">{t(user.admin ? "install" : "absent")}</p>;
  return (
    <label className="card-begin__photo">
      <Camera size={18} aria-hidden="true" />
      <span>{t("photo")}</span>
      <input
        type="file"
        accept={pictures.join(",")}
        multiple
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </label>
  );
}
