import { describe, expect, it } from "vitest";
import { compactMoney, compactNumber, fullMoney } from "./money";
import { readNumber } from "./number";

describe("money", () => {
  it("shortens by 万 and 亿 in Chinese", () => {
    expect(compactMoney("2050000", "CNY", "zh")).toBe("¥205万");
    expect(compactMoney("123456789", "CNY", "zh")).toBe("¥1.23亿");
    expect(compactMoney("99999999", "CNY", "zh")).toBe("¥1亿");
    expect(compactMoney("9999.5", "CNY", "zh")).toBe("¥1万");
    expect(compactMoney("1054.00", "CNY", "zh")).toBe("¥1,054");
    expect(compactMoney("-2050000", "CNY", "zh")).toBe("-¥205万");
  });

  it("shortens by K, M and B in English", () => {
    expect(compactMoney("2050000", "CNY", "en")).toBe("¥2.05M");
    expect(compactMoney("999999", "USD", "en")).toBe("$1M");
    expect(compactNumber(12_300_000_000, "en")).toBe("12.3B");
    expect(compactMoney("12345", "USD", "en")).toBe("$12.3K");
    expect(compactMoney("1970", "USD", "en")).toBe("$1,970");
    expect(compactNumber(0, "en")).toBe("0");
  });

  it("shows every digit on demand, past what a float can hold", () => {
    expect(fullMoney("12345678901234567.89", "CNY", "zh")).toBe("¥12,345,678,901,234,567.89");
    expect(fullMoney("1054.00", "CNY", "en")).toBe("¥1,054");
    expect(fullMoney("-0.5", "USD", "en")).toBe("-$0.50");
  });
});

describe("typed numbers", () => {
  it.each([
    ["1,200", "1200"],
    ["５万", "50000"],
    ["1.25万", "12500"],
    ["¥3亿", "300000000"],
    ["1.5k", "1500"],
    ["12.50", "12.5"],
    ["-.5", "-0.5"],
    ["007", "7"],
    ["-0", "0"],
    ["12345678901234567.89", "12345678901234567.89"],
  ])("%s is %s", (typed, value) => expect(readNumber(typed)).toBe(value));

  it.each(["", "abc", "1.2.3", "万", "--1"])("%s is no number", (typed) =>
    expect(readNumber(typed)).toBeNull(),
  );
});
