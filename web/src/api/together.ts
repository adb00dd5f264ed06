import { apiUrl, call, type Query } from "./client";
import { Problem } from "./problem";

type Told = { status: number; body: unknown; retry_after?: number };
type Read = {
  address: string;
  signal: AbortSignal | undefined;
  resolve: (body: never) => void;
  reject: (error: unknown) => void;
};

/** So many reads, and characters of addresses, go in one request. */
const MOST = 40;
const LONGEST = 6_000;
let waiting: Read[] = [];

/** A read that goes along with the others asked for at the same moment: panels of one page, in one request. */
export function together<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const read: Read = { address: apiUrl(path, query, ""), signal, resolve, reject };
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    waiting.push(read);
    if (waiting.length === 1) setTimeout(send);
  });
}

/** What an app knows of one record. */
export const ofRecord = <T>(path: string, object: string, id: string, signal?: AbortSignal): Promise<T> =>
  together<T>(path, { object, id }, signal);

function send(): void {
  const reads = waiting.filter((read) => !read.signal?.aborted);
  waiting = [];
  let some: Read[] = [];
  for (const read of reads) {
    const length = some.reduce((sum, each) => sum + encodeURIComponent(each.address).length, 0);
    if (some.length === MOST || length + encodeURIComponent(read.address).length > LONGEST) {
      void ask(some);
      some = [];
    }
    some.push(read);
  }
  void ask(some);
}

async function ask(reads: Read[]): Promise<void> {
  const [first] = reads;
  if (!first) return;
  try {
    if (reads.length === 1) {
      first.resolve(
        (await call("GET", first.address, first.signal ? { signal: first.signal } : {})) as never,
      );
      return;
    }
    const { answers } = await call<{ answers: Told[] }>("GET", "/together", {
      query: { reads: reads.map((read) => read.address) },
      signal: whileAny(reads),
    });
    reads.forEach((read, at) => {
      settle(read, answers[at]);
    });
  } catch (error) {
    for (const read of reads) read.reject(error);
  }
}

/** Ends when nobody wants any of them any more. */
function whileAny(reads: Read[]): AbortSignal {
  const ended = new AbortController();
  for (const read of reads)
    read.signal?.addEventListener("abort", () => {
      if (reads.every((each) => each.signal?.aborted)) ended.abort();
    });
  return ended.signal;
}

function settle(read: Read, told: Told | undefined): void {
  if (told && told.status < 300) read.resolve(told.body as never);
  else
    read.reject(
      new Problem(told?.status ?? 0, { ...(told?.body as object), retryAfter: told?.retry_after ?? null }),
    );
}
