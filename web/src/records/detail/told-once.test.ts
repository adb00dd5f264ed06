import { describe, expect, it } from "vitest";
import { toldOnce } from "./told-once";

describe("the history of a record", () => {
  it("tells an erasure once, and of what went with somebody else all the same", () => {
    const entries = [
      { change: "1", verb: "x:erased" },
      { change: "1", verb: "x:erase" },
      { change: "1", verb: "update" },
      { change: "2", verb: "update" },
      { change: "3", verb: "x:erase" },
    ];
    expect(toldOnce(entries).map(({ change, verb }) => `${change} ${verb}`)).toEqual([
      "1 x:erased",
      "2 update",
      "3 x:erase",
    ]);
  });
});
