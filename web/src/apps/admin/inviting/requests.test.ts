import { describe, expect, it } from "vitest";
import { lineProblems } from "./requests";

describe("what is wrong with a list of people", () => {
  it("is told by the number of the line, other refusals aside", () => {
    const errors = [
      { field: "lines.0", message: "no address" },
      { field: "lines.11", message: "twice" },
      { field: "department", message: "gone" },
      { field: null, message: "broken" },
    ];
    expect(lineProblems(errors)).toEqual([
      [1, "no address"],
      [12, "twice"],
    ]);
  });
});
