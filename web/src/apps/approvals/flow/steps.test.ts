import { expect, test } from "vitest";
import {
  everyStep,
  insert,
  move,
  newStep,
  readSteps,
  remove,
  replace,
  stored,
  withoutConditions,
} from "./steps";

const when = { field: "amount", op: "gte", value: 100 };
const branching = readSteps([
  { id: "n1", kind: "superior" },
  { id: "n2", kind: "branch", branches: [{ when, steps: [{ id: "n3", kind: "role", role: "r" }] }, {}] },
]);
const ids = (steps: typeof branching) => everyStep(steps).map((step) => step.id);

test("what is not said is as the server takes it", () => {
  expect(branching[0]).toMatchObject({ level: 1, mode: "all", nobody: "administrator", people: [] });
  expect(readSteps(null)).toEqual([]);
  expect(readSteps([{ id: "x", kind: "nonsense" }, null])).toEqual([]);
});

test("a new step has an id of its own and stands where it was put", () => {
  const step = newStep(branching, "copy");
  expect(step.id).toBe("n4");
  expect(ids(insert(branching, { inside: "n2", branch: 1, at: 0 }, step))).toEqual(["n1", "n2", "n3", "n4"]);
  expect(ids(insert(branching, { inside: null, branch: 0, at: 0 }, step))).toEqual(["n4", "n1", "n2", "n3"]);
  expect(newStep(readSteps([{ id: "n2", kind: "copy" }]), "people").id).toBe("n3");
});

test("what branches begins with two ways", () => {
  expect(newStep([], "branch").branches).toHaveLength(2);
});

test("steps in branches are changed, moved and taken out like any other", () => {
  expect(everyStep(replace(branching, "n3", { name: "Finance" }))[2]?.name).toBe("Finance");
  expect(ids(remove(branching, "n3"))).toEqual(["n1", "n2"]);
  expect(ids(remove(branching, "n2"))).toEqual(["n1"]);
  expect(ids(move(branching, "n2", -1))).toEqual(["n2", "n3", "n1"]);
  expect(move(branching, "n1", -1)).toEqual(branching);
});

test("only what a step of its kind says is stored", () => {
  const [first, second] = stored(branching) as Record<string, unknown>[];
  expect(first).toEqual({ id: "n1", kind: "superior", level: 1, mode: "all", nobody: "administrator" });
  expect(second?.branches).toMatchObject([{ when, steps: [{ id: "n3", role: "r" }] }, { steps: [] }]);
  expect(readSteps(stored(branching))).toEqual(branching);
});

test("another object's fields are in no condition", () => {
  expect(JSON.stringify(withoutConditions(branching))).not.toContain("amount");
});
