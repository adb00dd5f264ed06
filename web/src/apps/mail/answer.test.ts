import { expect, it } from "vitest";
import { answerSubject, answerTo, forwarded, hasOthers } from "./answer";

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

it("answers everybody who had it, and passes on what it is with its files", () => {
  const files = [{ id: "f", name: "offer.pdf" }];
  const came = {
    ...mail,
    direction: "in",
    sender: "li@x.cn",
    to: "me@x.cn, a@x.cn",
    cc: '"B, C" <b@x.cn>',
    attachments: files,
  };
  expect(hasOthers(came)).toBe(true);
  expect(hasOthers({ ...came, to: "me@x.cn", cc: null })).toBe(false);
  expect(answerTo(came, t, true).others).toEqual(["me@x.cn", "a@x.cn", '"B, C" <b@x.cn>']);
  expect(answerTo(came, t).others).toEqual([]);
  const on = forwarded({ ...came, subject: "Re: 报价" }, t);
  expect([on.subject, on.to, on.answers, on.files]).toEqual(["Fwd: 报价", undefined, undefined, files]);
  expect(on.body).toContain("li@x.cn");
});
