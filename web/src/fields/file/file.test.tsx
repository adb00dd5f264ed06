import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { uploadFile } from "@/api/files";
import { Problem } from "@/api/problem";
import type { FieldMeta } from "@/api/types";
import { startTexts, switchLanguage } from "@/lib/i18n";
import { display } from "./display";
import { editor } from "./editor";

vi.mock("@/api/files", async (original) => ({ ...(await original<object>()), uploadFile: vi.fn() }));

const field: FieldMeta = {
  name: "attachments",
  label: "Attachments",
  kind: "file",
  required: false,
  readonly: false,
  multiple: true,
  max_size: 1000,
  sortable: false,
  filterable: true,
  groupable: false,
  operators: [],
};
const stored = (id: string, type = "application/pdf") => ({ id, name: `${id}.pdf`, size: 3, type });
const file = (name: string, size = 3) => new File(["x".repeat(size)], name);
const send = vi.mocked(uploadFile);
const choose = (...files: File[]) =>
  fireEvent.change(screen.getByTestId("file-attachments"), { target: { files } });

beforeEach(async () => {
  send.mockReset();
  await startTexts();
  await switchLanguage("en");
});

test("several files are sent and given on together, after those that were there", async () => {
  send.mockImplementation(async (each) => stored(each.name));
  const onChange = vi.fn();
  render(<editor.Input field={field} value={[stored("old")]} onChange={onChange} />);
  choose(file("a"), file("b"));
  await waitFor(() => expect(onChange).toHaveBeenCalledOnce());
  expect(onChange).toHaveBeenCalledWith([stored("old"), stored("a"), stored("b")]);
});

test("one that is too large, empty or refused is said by name; the others arrive", async () => {
  send.mockImplementation(async (each) => {
    if (each.name === "bad") throw new Problem(413, { detail: "no room" });
    return stored(each.name);
  });
  const onChange = vi.fn();
  render(<editor.Input field={field} value={null} onChange={onChange} />);
  choose(file("huge", 1001), file("none", 0), file("bad"), file("good"));
  await waitFor(() => expect(onChange).toHaveBeenCalledWith([stored("good")]));
  expect(screen.getAllByRole("alert").map((each) => each.textContent)).toEqual([
    "Larger than 1000 B",
    "The file is empty",
    "no room",
  ]);
  expect(send).toHaveBeenCalledTimes(2);
});

test("a field of one file takes the first and gives no list", async () => {
  send.mockImplementation(async (each) => stored(each.name));
  const onChange = vi.fn();
  render(<editor.Input field={{ ...field, multiple: false }} value={null} onChange={onChange} />);
  choose(file("a"), file("b"));
  await waitFor(() => expect(onChange).toHaveBeenCalledWith(stored("a")));
  expect(send).toHaveBeenCalledOnce();
});

test("dropping sends, leaving stops, and what is under way is marked", async () => {
  let signal: AbortSignal | undefined;
  send.mockImplementation((_file, options) => {
    signal = options?.signal;
    return new Promise(() => {});
  });
  const { container, unmount } = render(<editor.Input field={field} value={null} onChange={vi.fn()} />);
  fireEvent.drop(screen.getByRole("button"), { dataTransfer: { files: [file("a")] } });
  await waitFor(() => expect(screen.getByRole("progressbar")).toBeDefined());
  expect(container.querySelector("[aria-busy=true]")).not.toBeNull();
  unmount();
  expect(signal?.aborted).toBe(true);
});

test("the last file taken off leaves nothing", () => {
  const onChange = vi.fn();
  render(<editor.Input field={field} value={[stored("a")]} onChange={onChange} />);
  fireEvent.click(screen.getByRole("button", { name: "Take off a.pdf" }));
  expect(onChange).toHaveBeenCalledWith(null);
});

test("a file is a link; only a picture is loaded to be seen", () => {
  const { container } = render(
    <display.Display field={field} value={[stored("a"), stored("p", "image/png")]} compact={false} />,
  );
  expect(screen.getAllByRole("link").map((each) => each.getAttribute("href"))).toEqual([
    "/api/v1/files/a",
    "/api/v1/files/p",
  ]);
  expect([...container.querySelectorAll("img")].map((each) => each.getAttribute("src"))).toEqual([
    "/api/v1/files/p",
  ]);
});
