import { afterEach, expect, it } from "vitest";
import { switchLanguage } from "@/lib/i18n";
import { phoneText } from "./display";

afterEach(() => switchLanguage("zh"));

it("says an extension in the reader's language", async () => {
  const written = { raw: "0755-26770000转8012", e164: "+8675526770000", ext: "8012" };
  await switchLanguage("zh");
  expect(phoneText(written)).toBe("0755-26770000转8012");
  await switchLanguage("en");
  expect(phoneText(written)).toBe("0755-26770000 ext. 8012");
  expect(phoneText({ raw: "13800138000" })).toBe("13800138000");
});
