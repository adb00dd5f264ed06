import { afterEach, expect, it, vi } from "vitest";
import { apiUrl, call, onSignedOut, setCsrf } from "./client";
import { isConflict, Problem } from "./problem";

const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  vi.fn(async () => new Response(status === 204 ? null : JSON.stringify(body), { status, headers }));

afterEach(() => vi.unstubAllGlobals());

it("writes queries as the contract says", () => {
  expect(apiUrl("/accounts", { q: "", limit: 50, cursor: null, filter: { and: [] } })).toBe(
    "/api/v1/accounts?limit=50&filter=%7B%22and%22%3A%5B%5D%7D",
  );
});

it("sends CSRF and an idempotency key with writes only", async () => {
  const fetch = reply(200, {});
  vi.stubGlobal("fetch", fetch);
  setCsrf("token");
  await call("POST", "/accounts", { body: { name: "Acme" } });
  await call("GET", "/accounts");
  const [post, get] = (fetch.mock.calls as unknown as [string, RequestInit][]).map(
    ([, init]) => init.headers as Headers,
  );
  expect(post?.get("X-CSRF-Token")).toBe("token");
  expect(post?.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
  expect(get?.get("X-CSRF-Token")).toBeNull();
  expect(get?.get("Accept-Language")).toBe("en-US");
});

it("writes once what is clicked twice, and again when that is over", async () => {
  const fetch = reply(200, { id: "1" });
  vi.stubGlobal("fetch", fetch);
  const note = () => call("POST", "/activities", { body: { subject: "Called" } });
  const others = [
    call("POST", "/activities", { body: { subject: "Met" } }),
    call("GET", "/a"),
    call("GET", "/a"),
  ];
  expect(await Promise.all([note(), note()])).toEqual([{ id: "1" }, { id: "1" }]);
  await Promise.all(others);
  expect(fetch).toHaveBeenCalledTimes(4);
  await note();
  expect(fetch).toHaveBeenCalledTimes(5);
});

it("turns a refusal into a problem with its fields", async () => {
  vi.stubGlobal(
    "fetch",
    reply(422, {
      code: "invalid",
      detail: "No",
      errors: [{ field: "name", code: "required", message: "Needed" }],
    }),
  );
  const error = await call("POST", "/accounts", { body: {} }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Problem);
  expect((error as Problem).byField()).toEqual({ name: "Needed" });
});

it("knows a conflict by the record as it is now", async () => {
  vi.stubGlobal("fetch", reply(409, { code: "stale", current: { id: "1", version: 4 } }));
  const error = await call("PATCH", "/accounts/1", { body: {} }).catch((caught: unknown) => caught);
  expect(isConflict(error) && error.current.version).toBe(4);
});

it("says when the session has ended, and when there is no network", async () => {
  const ended = vi.fn();
  onSignedOut(ended);
  vi.stubGlobal("fetch", reply(401, {}));
  await call("GET", "/accounts").catch(() => undefined);
  expect(ended).toHaveBeenCalledOnce();
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => Promise.reject(new TypeError("failed"))),
  );
  const error = await call("GET", "/accounts").catch((caught: unknown) => caught);
  expect((error as Problem).code).toBe("offline");
});
