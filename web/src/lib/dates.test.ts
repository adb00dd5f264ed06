import { describe, expect, it } from "vitest";
import { addDays, dayHeading, daysFromNow, isoDay, relativeDay, shortDate } from "./dates";
import { colourOf, initials, softColour } from "./soft";

const now = new Date(2026, 10, 22, 15, 30);

describe("days", () => {
  it("counts calendar days, not hours", () => {
    expect(daysFromNow("2026-11-22", now)).toBe(0);
    expect(daysFromNow("2026-11-23", now)).toBe(1);
    expect(daysFromNow(new Date(2026, 10, 21, 23, 59).toISOString(), now)).toBe(-1);
    expect(isoDay(addDays(now, 10))).toBe("2026-12-02");
  });

  it("says near days in words", () => {
    expect(relativeDay("2026-11-21", "zh", now)).toBe("昨天");
    expect(relativeDay("2026-11-23", "en", now)).toBe("tomorrow");
    expect(dayHeading("2026-11-21", "en", now)).toBe("Yesterday");
    expect(relativeDay("2026-11-01", "en", now)).toBe("3 weeks ago");
    expect(relativeDay("2024-11-01", "zh", now)).toBe("2年前");
  });

  it("leaves this year unsaid", () => {
    expect(shortDate("2026-01-05", "zh", now)).toBe("1月5日");
    expect(shortDate("2025-01-05", "zh", now)).toBe("2025年1月5日");
  });
});

describe("avatars", () => {
  it("takes given names and skips the city of a company", () => {
    expect(initials("赵一鸣", true)).toBe("鸣");
    expect(initials("上海鼎明物流", false)).toBe("鼎");
    expect(initials("Maya Chen", true)).toBe("MC");
    expect(initials("rivet Foods", false)).toBe("R");
    expect(initials("", false)).toBe("?");
  });

  it("gives the same text the same colour and knows other names of colours", () => {
    expect(colourOf("鼎明")).toBe(colourOf("鼎明"));
    expect(softColour("gray", "x")).toBe("grey");
    expect(softColour("geekblue", "x")).toBe("blue");
    expect(softColour("no such", "x")).toBe(colourOf("x"));
  });
});
