import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import type { Node } from "@/lib/criteria";
import { meta, renderInApp } from "@/testing/render";
import { FilterBar } from "./filter-bar";

const account = meta.byKey.get("account");

function Bar({ start, told }: { start?: Node; told: (filter: Node | undefined) => void }) {
  const [filter, setFilter] = useState(start);
  const [picking, setPicking] = useState(start === undefined);
  if (!account) return null;
  const change = (next: Node | undefined) => {
    told(next);
    setFilter(next);
  };
  return (
    <FilterBar object={account} filter={filter} onChange={change} picking={picking} onPicking={setPicking} />
  );
}

it("builds a condition by typing a field's name and a value", async () => {
  const told = vi.fn();
  await renderInApp(<Bar told={told} />);
  const find = await screen.findByPlaceholderText("Find a field");
  fireEvent.change(find, { target: { value: "revenue" } });
  fireEvent.keyDown(find, { key: "Enter" });
  const amount = await waitFor(() => {
    const input = document.querySelector<HTMLInputElement>(".condition__value input");
    if (!input) throw new Error("no input yet");
    return input;
  });
  expect(told).not.toHaveBeenCalled();
  fireEvent.change(amount, { target: { value: "5万" } });
  expect(told).toHaveBeenLastCalledWith({ and: [{ field: "revenue", op: "gte", value: "50000" }] });
  expect(await screen.findByText("Annual revenue", { selector: ".chip .muted" })).toBeTruthy();
});

it("says conditions as chips and takes one away", async () => {
  const told = vi.fn();
  const start: Node = {
    and: [
      { field: "level", op: "in", value: ["a", "b"] },
      { field: "next_contact", op: "within", value: { rel: "last_days", n: 30 } },
      { related: "contacts", where: null, op: "none" },
    ],
  };
  await renderInApp(<Bar start={start} told={told} />);
  await screen.findByText("Key, Regular");
  expect(screen.getByText("the last 30 days")).toBeTruthy();
  expect(screen.getByText("Contacts")).toBeTruthy();
  const [first] = screen.getAllByLabelText("Remove this filter");
  if (first) fireEvent.click(first);
  const rest = "and" in start ? start.and.slice(1) : [];
  expect(told).toHaveBeenLastCalledWith({ and: rest });
});
