import { describe, expect, it } from "vitest";
import { numbered, partsOf, patternOf } from "./pattern";

describe("patterns of numbers", () => {
  it("comes apart and together again", () => {
    for (const pattern of ["OPP-{yyyy}{seq:6}", "ACC-{seq:6}", "SO/{yy}{mm}-{seq:4}"]) {
      const parts = partsOf(pattern);
      expect(parts && patternOf(parts)).toBe(pattern);
    }
    expect(partsOf("{seq:4}-{yyyy}")).toBeNull();
  });

  it("says what comes next", () => {
    expect(numbered("SO-{yyyy}{mm}-{seq:4}", 42, new Date(2026, 2, 1))).toBe("SO-202603-0042");
    expect(numbered("{yy}{seq}", 12345, new Date(2026, 2, 1))).toBe("2612345");
  });
});
