import { afterEach, expect, it, vi } from "vitest";
import { Problem } from "./problem";
import { ofRecord, together } from "./together";

type Asked = { url: URL; signal: AbortSignal | null };

/** Answers each read by `answer`; the requests it took. */
function serving(answer: (address: string) => { status: number; body: unknown }): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal(
    "fetch",
    vi.fn(async (path: string, init: RequestInit) => {
      const url = new URL(path, "http://haoke");
      asked.push({ url, signal: init.signal ?? null });
      const reads = url.searchParams.get("reads");
      const body = reads
        ? { answers: (JSON.parse(reads) as string[]).map(answer) }
        : answer(url.pathname.replace("/api/v1", "") + url.search).body;
      return new Response(JSON.stringify(body));
    }),
  );
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

it("asks once for what is wanted at one moment, and gives each its own answer", async () => {
  const asked = serving((address) => ({ status: 200, body: { address } }));
  const found = await Promise.all([
    ofRecord("/profile", "account", "1"),
    ofRecord("/ownership", "account", "1"),
    together("/contacts", { filter: { and: [] } }),
  ]);
  expect(found).toEqual([
    { address: "/profile?object=account&id=1" },
    { address: "/ownership?object=account&id=1" },
    { address: "/contacts?filter=%7B%22and%22%3A%5B%5D%7D" },
  ]);
  expect(asked.map((each) => each.url.pathname)).toEqual(["/api/v1/together"]);
});

it("asks for one thing by its own address", async () => {
  const asked = serving((address) => ({ status: 200, body: { address } }));
  expect(await ofRecord("/profile", "account", "1")).toEqual({ address: "/profile?object=account&id=1" });
  expect(asked.map((each) => each.url.pathname)).toEqual(["/api/v1/profile"]);
});

it("lets one refusal be one panel's", async () => {
  serving((address) =>
    address.startsWith("/profile")
      ? { status: 404, body: { code: "missing", title: "Not found" } }
      : { status: 200, body: { items: [] } },
  );
  const [profile, complaints] = await Promise.allSettled([
    ofRecord("/profile", "account", "1"),
    ofRecord("/complaints", "account", "1"),
  ]);
  expect(profile.status === "rejected" && profile.reason).toBeInstanceOf(Problem);
  expect(profile.status === "rejected" && (profile.reason as Problem).code).toBe("missing");
  expect(complaints).toEqual({ status: "fulfilled", value: { items: [] } });
});

it("leaves out what nobody wants any more, and ends the request when nobody wants any of it", async () => {
  const asked = serving(() => ({ status: 200, body: {} }));
  const [gone, stays, also] = [new AbortController(), new AbortController(), new AbortController()];
  const lost = ofRecord("/profile", "account", "1", gone.signal).catch(() => "gone");
  const kept = ofRecord("/ownership", "account", "1", stays.signal).catch(() => "gone");
  const other = ofRecord("/follows", "account", "1", also.signal).catch(() => "gone");
  gone.abort();
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.url.searchParams.get("reads")).not.toContain("profile");
  stays.abort();
  expect(asked[0]?.signal?.aborted).toBe(false);
  also.abort();
  expect(asked[0]?.signal?.aborted).toBe(true);
  expect(await lost).toBe("gone");
  await Promise.all([kept, other]);
});

it("does not make an address too long for servers", async () => {
  const asked = serving((address) => ({ status: 200, body: address }));
  const long = "x".repeat(2_500);
  const found = await Promise.all(["/a", "/b", "/c"].map((path) => together<string>(path, { q: long })));
  expect(found.map((each) => each.slice(0, 2))).toEqual(["/a", "/b", "/c"]);
  expect(asked).toHaveLength(2);
});
