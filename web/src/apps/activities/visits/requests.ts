import { call } from "@/api/client";
import type { RecordData, Ref } from "@/api/types";
import type { Point } from "./map-link";

/** One planned visit of the day, where its customer is and whom it is about. */
export type PlannedVisit = RecordData & {
  about: (Ref & { object: string })[];
  place: { latitude: string | null; longitude: string | null; address: unknown } | null;
};
export type Stood = {
  way: "in" | "out";
  latitude: string;
  longitude: string;
  accuracy: number | null;
  at: string;
};

export const visitKeys = {
  today: ["today", "visits"] as const,
  kept: ["today", "visits", "kept"] as const,
  about: (activity: string) => ["record", "activities", activity, "visit"] as const,
};

export const visitsToday = (
  signal?: AbortSignal,
): Promise<{ items: PlannedVisit[]; radius: number; days: number }> =>
  call("GET", "/visits/today", { signal });

/** Where somebody checked in and out, as far as one may know; whether the customer's position is known. */
export const aboutVisit = (
  activity: string,
  signal?: AbortSignal,
): Promise<{ items: Stood[]; known: boolean; radius: number; days: number }> =>
  call("GET", "/visits/about", { query: { activity }, signal });

export type Located = Point & { accuracy: number };

/** Where this phone is, asked once; null when its owner or the phone does not say. */
export const locate = (): Promise<Located | null> =>
  new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude, longitude, accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 },
    );
  });

const kept = "haoke.device";

/** What this browser calls itself, so that one phone which checks in for several people is noticed. */
export function device(): string {
  const known = localStorage.getItem(kept) ?? crypto.randomUUID();
  localStorage.setItem(kept, known);
  return known;
}

/** One's visits in the order in which they are made. */
export const orderVisits = (ids: string[]): Promise<{ items: string[] }> =>
  call("POST", "/visits/order", { body: { ids } });
