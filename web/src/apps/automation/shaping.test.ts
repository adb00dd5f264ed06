import { expect, test } from "vitest";
import { byStep, flat, moved, newStep, plain, toServer } from "./shaping";
import { blank, type Step } from "./types";

const boss = { id: "u1", title: "Boss" };

test("a rule goes out with what its trigger and its steps use, records by id alone", () => {
  const steps: Step[] = [
    { id: "s1", kind: "assign", people: [boss], message: "left over" },
    {
      id: "s2",
      kind: "branch",
      branches: [
        {
          when: { field: "", op: "" },
          steps: [{ id: "s3", kind: "set", values: { owner: boss, name: null } }],
        },
      ],
    },
  ];
  const details = { fields: ["name"], every: "day" as const };
  const sent = toServer({ ...blank, object: "account", trigger: "updated", details, steps });
  expect(sent.details).toEqual({ fields: ["name"] });
  expect(sent.steps).toEqual([
    { id: "s1", kind: "assign", people: ["u1"] },
    {
      id: "s2",
      kind: "branch",
      branches: [{ when: null, steps: [{ id: "s3", kind: "set", values: { owner: "u1", name: null } }] }],
    },
  ]);
});

test("what is before a change is asked of changes only", () => {
  const before = { field: "name", op: "eq", value: "x" };
  expect(toServer({ ...blank, trigger: "created", before }).before).toBeNull();
  expect(toServer({ ...blank, trigger: "updated", before }).before).toEqual(before);
});

test("new steps get ids no other has, also within branches", () => {
  const inner: Step = { id: "s2", kind: "wait" };
  const steps: Step[] = [{ id: "s1", kind: "branch", branches: [{ when: null, steps: [inner] }] }];
  expect(flat(steps).map((step) => step.id)).toEqual(["s1", "s2"]);
  expect(newStep("set", steps).id).toBe("s3");
});

test("steps move", () => {
  const steps: Step[] = ["a", "b", "c"].map((id) => ({ id, kind: "wait" }));
  expect(moved(steps, 0, 1).map((step) => step.id)).toEqual(["b", "a", "c"]);
  expect(moved(steps, 5, 1)).toEqual(steps);
});

test("refusals stand with their step, others with the rule", () => {
  const errors = [
    { field: "steps.s1.values.name", message: "No" },
    { field: "owner", message: "Not yours" },
    { field: null, message: "Wrong" },
  ];
  expect(byStep(errors)).toEqual({
    s1: [{ part: "values", name: "name", message: "No" }],
    "": [
      { part: "", name: "", message: "Not yours" },
      { part: "", name: "", message: "Wrong" },
    ],
  });
});

test("records are named by id however deep", () => {
  expect(plain({ a: [boss, { b: boss }], c: 1 })).toEqual({ a: ["u1", { b: "u1" }], c: 1 });
});
