import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { Html, plainText } from "./html";

it("draws allowed tags and drops everything that could run", () => {
  const { container } = render(
    <Html
      source={
        '<p onclick="x()">a <b>b</b><script>alert(1)</script><a href="javascript:x()">c</a><img src=x onerror=y></p>'
      }
    />,
  );
  expect(container.querySelector("b")?.textContent).toBe("b");
  expect(container.innerHTML).not.toMatch(/script|onclick|onerror|img/);
  expect(container.querySelector("a")?.getAttribute("href")).toBeNull();
});

it("takes text out of markup with spaces between blocks", () => {
  expect(plainText("<p>a</p><p>b</p>")).toBe("a b");
  expect(plainText("3 & 4")).toBe("3 & 4");
});
