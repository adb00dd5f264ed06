import { expect, it } from "vitest";
import { answerSubject, answerTo } from "./answer";

const t = ((key: string, values: object) => `${key} ${JSON.stringify(values)}`) as never;
const mail = { id: "m", version: 1, subject: "报价", body: "<p>hi</p>", mailbox: { id: "b", title: "Mine" } };

it("puts one Re: in front", () => {
  expect(answerSubject("RE: Re：回复: Offer")).toBe("Re: Offer");
  expect(answerSubject("Regional offer")).toBe("Re: Regional offer");
});

it("answers the sender, or the receivers of what one sent oneself", () => {
  const came = answerTo({ ...mail, direction: "in", sender: '"Li, Ming" <li@x.cn>', to: "me@x.cn" }, t);
  expect(came.to).toEqual(['"Li, Ming" <li@x.cn>']);
  const went = answerTo({ ...mail, direction: "out", sender: "me@x.cn", to: "a@x.cn, b@x.cn" }, t);
  expect(went.to).toEqual(["a@x.cn", "b@x.cn"]);
  expect(went.answers).toBe("m");
});

it("quotes the mail, names as words", () => {
  const body = answerTo({ ...mail, direction: "in", sender: "<img src=x>", to: "" }, t).body ?? "";
  expect(body).toContain("<blockquote><p>hi</p></blockquote>");
  expect(body).not.toContain("<img");
});
