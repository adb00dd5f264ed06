import { describe, expect, it } from "vitest";
import cases from "../../../tests/data/verdicts.json";
import type { Node } from "./criteria";
import { verdict } from "./verdict";

type Case = { kind: string; unit?: string; op: string; have: unknown; want?: unknown; is: boolean };
const listed = cases as Case[];

const said = ({ kind, unit, op, have, want }: Case) =>
  verdict({ field: "f", op, value: want }, { f: have }, { fields: new Map([["f", { kind, unit }]]) });

/** Kinds whose comparisons only the server makes: numbers in other spellings, time zones, structures. */
const servers = new Set(["phone", "im", "address", "richtext", "datetime", "translated"]);

describe("the verdict of the form", () => {
  it("is the server's wherever there is one", () => {
    const wrong = listed.filter((each) => said(each) !== undefined && said(each) !== each.is);
    expect(wrong).toEqual([]);
    expect(listed.length).toBeGreaterThan(300);
  });

  it("is left to the server only where it must be", () => {
    const open = listed.filter((each) => said(each) === undefined && !servers.has(each.kind));
    const foreign = open.filter((each) => each.kind !== "money");
    expect(foreign).toEqual([]);
    expect(listed.filter((each) => each.kind === "money" && said(each) !== undefined).length).toBeGreaterThan(
      10,
    );
  });

  it("goes through and, or and not with what is not known", () => {
    const known = { fields: new Map([["n", { kind: "integer" }]]), me: "u1" };
    const yes: Node = { field: "n", op: "gt", value: 1 };
    const no: Node = { field: "n", op: "lt", value: 1 };
    const open: Node = { field: "gone", op: "eq", value: 1 };
    const say = (node: Node) => verdict(node, { n: 2 }, known);
    expect([say({ and: [yes, no] }), say({ or: [no, yes] }), say({ not: yes })]).toEqual([
      false,
      true,
      false,
    ]);
    expect([say({ and: [open, no] }), say({ or: [open, yes] })]).toEqual([false, true]);
    expect([say({ and: [open, yes] }), say({ or: [open, no] }), say({ not: open })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([say({ and: [] }), say({ or: [] }), verdict(null, {}, known)]).toEqual([true, false, true]);
    const mine = { fields: new Map([["owner", { kind: "user" }]]), me: "u1" };
    const own: Node = { field: "owner", op: "in", value: [{ me: true }] };
    expect(verdict(own, { owner: { id: "u1", title: "A" } }, mine)).toBe(true);
    const team: Node = { field: "owner", op: "in", value: [{ my_team: true }] };
    expect(verdict(team, { owner: { id: "u1", title: "A" } }, mine)).toBeUndefined();
  });
});
