import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import type { Located } from "./requests";

/** What is written on a picture: when, where, who. */
export function marks(at: string, position: Located | null, customer: string, who: string): string[] {
  const where =
    position &&
    `${position.latitude.toFixed(5)}, ${position.longitude.toFixed(5)} ±${Math.round(position.accuracy)} m`;
  return [fullDateTime(at, currentLanguage()), [where, customer].filter(Boolean).join(" · "), who].filter(
    Boolean,
  );
}

/** SHA-256 of a file in hex; null where the browser has none (a page without HTTPS). */
export async function digest(file: File): Promise<string | null> {
  if (!crypto.subtle) return null;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Pixels of the longer side: enough to read a shop's sign, small enough to be sent on a bad line. */
const longest = 2048;

/** The picture with these lines on its lower edge; the picture itself where this browser cannot draw it. */
export async function stamped(photo: File, lines: string[]): Promise<File> {
  const picture = await createImageBitmap(photo).catch(() => null);
  if (!picture) return photo;
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const draw = canvas.getContext("2d");
  if (!draw) return photo;
  draw.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const size = Math.max(10, Math.round(canvas.width / 36));
  const room = size * (lines.length * 1.4 + 0.8);
  draw.fillStyle = "rgba(0, 0, 0, 0.55)";
  draw.fillRect(0, canvas.height - room, canvas.width, room);
  draw.fillStyle = "#fff";
  draw.font = `${size}px sans-serif`;
  lines.forEach((line, at) => {
    const y = canvas.height - room + size * (1.4 * (at + 1));
    draw.fillText(line, size * 0.6, y, canvas.width - size * 1.2);
  });
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return made ? new File([made], photo.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : photo;
}
