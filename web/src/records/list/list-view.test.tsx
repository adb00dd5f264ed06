import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";
import { renderInApp } from "@/testing/render";
import { ListPage } from "./list-page";

beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, value: 1200 });
});

it("shows rows, counts them and keeps sorting in the URL", async () => {
  const { router } = await renderInApp(<ListPage />);
  await screen.findByText("640 records");
  await waitFor(() => expect(screen.getAllByRole("row").length).toBeGreaterThan(10));
  fireEvent.click(screen.getByText("Account name", { selector: ".grid__sort span" }));
  await waitFor(() => expect(router.state.location.search).toMatchObject({ sort: "name" }));
  const header = await screen.findByRole("columnheader", {
    name: /Account name/,
    sort: "ascending",
  } as never);
  expect(header.getAttribute("aria-sort")).toBe("ascending");
});

it("takes its filter from the URL", async () => {
  const filter = encodeURIComponent(JSON.stringify({ and: [{ field: "level", op: "in", value: ["a"] }] }));
  await renderInApp(<ListPage />, `/accounts?filter=${filter}`);
  const count = await screen.findByText(/records$/);
  expect(Number.parseInt(count.textContent ?? "", 10)).toBeLessThan(640);
  expect(await screen.findByText("Filter · 1")).toBeTruthy();
});

it("says what to do when nothing matches", async () => {
  await renderInApp(<ListPage />, "/accounts?q=zzzz");
  expect(await screen.findByText("Nothing matches")).toBeTruthy();
  fireEvent.click(screen.getByText("Clear filters"));
  expect(await screen.findByText("640 records")).toBeTruthy();
});

it("teaches when there is nothing yet, and closes what is not there", async () => {
  const { unmount } = await renderInApp(<ListPage />, "/leads");
  expect(await screen.findByText("No leads yet")).toBeTruthy();
  unmount();
  await renderInApp(<ListPage />, "/nonsense");
  expect(await screen.findByText("Nothing here you may see")).toBeTruthy();
});
