import { call } from "@/api/client";
import { uploadFile } from "@/api/files";
import { Problem } from "@/api/problem";
import { dropCheck, type KeptCheck, keepCheck, keptChecks } from "./kept-checks";
import { device } from "./requests";

export const noNetwork = (error: unknown): boolean => error instanceof Problem && error.status === 0;

/** Sends one check; `kept`: it was recorded earlier, without a network. */
export async function sendCheck(check: KeptCheck, kept: boolean): Promise<void> {
  const coming = check.way === "in";
  const photo = check.photo && (await uploadFile(check.photo)).id;
  const body = {
    ...check.position,
    device: device(),
    ...(kept ? { at: check.at } : {}),
    ...(coming
      ? { reason: check.text, photo, photo_hash: photo && check.hash, fix: check.fix }
      : { body: check.text || null }),
  };
  await call("POST", `/activities/${check.visit.id}/actions/check_${check.way}`, { body, key: check.id });
}

export const isFar = (error: unknown): boolean =>
  error instanceof Problem && error.errors.some((each) => each.code === "far_away");

let sending: Promise<boolean> | null = null;

async function sendAll(person: string): Promise<boolean> {
  let some = false;
  for (const check of await keptChecks(person)) {
    if (check.refused) continue;
    try {
      await sendCheck(check, true);
      await dropCheck(check.id);
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 0 || error.status === 401 || error.status >= 500)
        return some;
      const said = error.errors[0]?.message ?? error.message;
      await keepCheck({ ...check, refused: said, far: isFar(error) });
    }
    some = true;
  }
  return some;
}

/** Sends what is kept, the oldest first, once at a time; whether anything became of any of it. */
export function sendKept(person: string): Promise<boolean> {
  sending ??= sendAll(person).finally(() => {
    sending = null;
  });
  return sending;
}
