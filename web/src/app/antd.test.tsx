import { render, waitFor } from "@testing-library/react";
import dayjs from "dayjs";
import { useEffect } from "react";
import { expect, it } from "vitest";
import { switchLanguage } from "@/lib/i18n";
import { Antd } from "./antd";

it("keeps what is drawn when the words of controls come later", async () => {
  await switchLanguage("zh");
  let drawn = 0;
  function Typed() {
    useEffect(() => {
      drawn += 1;
    }, []);
    return <input aria-label="typed" />;
  }
  const { getByLabelText } = render(
    <Antd>
      <Typed />
    </Antd>,
  );
  const before = getByLabelText("typed");
  await waitFor(() => expect(dayjs.locale()).toBe("zh-cn"));
  await new Promise((done) => setTimeout(done, 0));
  expect(getByLabelText("typed")).toBe(before);
  expect(drawn).toBe(1);
});
