import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isHearing, listen } from "./stream";

class Source {
  static readonly CLOSED = 2;
  static made: Source[] = [];
  readyState = 0;
  onopen = () => {};
  onerror = () => {};
  onmessage = (_message: { data: string }) => {};
  addEventListener() {}
  close = vi.fn();
  constructor() {
    Source.made.push(this);
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.onerror();
  }
}

beforeEach(() => {
  Source.made = [];
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Source);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const last = () => Source.made.at(-1) as Source;

test("a line the server refused is taken up again, later each time, and what was missed is asked for", () => {
  const onReconnect = vi.fn();
  const onRefused = vi.fn();
  const stop = listen(["account"], () => {}, onReconnect, onRefused);
  last().onopen();
  expect([isHearing(), onReconnect.mock.calls.length]).toEqual([true, 0]);
  last().fail(Source.CLOSED);
  expect(onRefused).toHaveBeenCalledOnce();
  expect(isHearing()).toBe(false);
  vi.advanceTimersByTime(2_000);
  last().fail(Source.CLOSED);
  vi.advanceTimersByTime(2_000);
  expect(Source.made).toHaveLength(2);
  vi.advanceTimersByTime(2_000);
  expect(Source.made).toHaveLength(3);
  last().onopen();
  expect([isHearing(), onReconnect.mock.calls.length]).toEqual([true, 1]);
  stop();
});

test("a line that broke is the browser's to mend, and one that was ended stays so", () => {
  const stop = listen(
    ["account"],
    () => {},
    () => {},
  );
  last().fail(0);
  vi.advanceTimersByTime(60_000);
  expect(Source.made).toHaveLength(1);
  last().fail(Source.CLOSED);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(Source.made).toHaveLength(1);
  expect(last().close).toHaveBeenCalled();
});
