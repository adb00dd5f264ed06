import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useSpaced } from "./use-delayed";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("letters typed one after the other are told at once, of a burst the last", () => {
  const { result, rerender } = renderHook(({ typed }) => useSpaced(typed, 70), {
    initialProps: { typed: "" },
  });
  pass(100);
  rerender({ typed: "h" });
  expect(result.current).toBe("h");
  pass(80);
  rerender({ typed: "hw" });
  expect(result.current).toBe("hw");
  pass(20);
  rerender({ typed: "hwj" });
  rerender({ typed: "hwjs" });
  expect(result.current).toBe("hw");
  pass(69);
  expect(result.current).toBe("hw");
  pass(1);
  expect(result.current).toBe("hwjs");
});
