import { describe, expect, it } from "vitest";
import { asking, called, parts } from "./called";

describe("who is called in a comment", () => {
  it("takes only those whose name still stands there", () => {
    const chosen = [
      { id: "a", title: "张伟", team: false },
      { id: "b", title: "李娜", team: false },
      { id: "c", title: "华东", team: true },
    ];
    expect(called("@张伟 @华东 看一下", chosen)).toEqual({ mentions: ["a"], mention_teams: ["c"] });
    expect(called("", chosen)).toEqual({ mentions: [], mention_teams: [] });
  });

  it("asks for the name being written at the end", () => {
    expect(asking("请 @张")).toBe("张");
    expect(asking("@")).toBe("");
    expect(asking("@张伟 看")).toBeNull();
    expect(asking("没有人")).toBeNull();
  });

  it("marks the longest name", () => {
    const mentions = [
      { id: "a", title: "张伟" },
      { id: "b", title: "张伟强" },
      { id: "c", title: null },
    ];
    expect(parts("请 @张伟强 和@张伟看", mentions)).toEqual([
      { text: "请 ", called: false },
      { text: "@张伟强", called: true },
      { text: " 和", called: false },
      { text: "@张伟", called: true },
      { text: "看", called: false },
    ]);
    expect(parts("a@b.c", [])).toEqual([{ text: "a@b.c", called: false }]);
  });
});
