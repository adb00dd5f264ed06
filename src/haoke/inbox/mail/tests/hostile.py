"""Mails that broken programs and bad people send."""

from __future__ import annotations

from base64 import b64encode

HEAD = b"From: a@x.cn\nSubject: s\n"
PLAIN, HTML = b"Content-Type: text/plain; charset=", b"Content-Type: text/html"
NESTED = b"".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n".encode() for n in range(120))
INSIDE = b"Content-Type: message/rfc822\n\nFrom: a@x.cn\n" * 120
EVIL_NAME = b"../../\xff\x00<script>.html"
SCRIPT = b"<p onclick=x()>a<script>alert(1)</script><img src=http://x/y></p>"

HOSTILE = {
    "mislabelled": b"From: a@x.cn\nSubject: =?gb2312?B?" + b64encode("镕基".encode("gb18030")) + b"?=\n"
    + PLAIN + b"gb2312\n\n" + "朱镕基 囍".encode("gb18030"),
    "unknown set": HEAD + PLAIN + b"klingon\n\n\xff\xfe\xe4",
    "no head": b"\n\n\n",
    "broken date": HEAD + b"Date: Thu, 99 Foo 99999 99:99:99 +9999\n\nx",
    "far date": HEAD + b"Date: Mon, 1 Jan 9999 00:00:00 -2359\n\nx",
    "deep": HEAD + b"Content-Type: multipart/mixed; boundary=b0\n\n" + NESTED,
    "mails in mails": HEAD + INSIDE + b"\nx",
    "injected": b'From: "x\nBcc: y@z.cn" <a@x.cn>\nSubject: =?utf-8?Q?a=0D=0ABcc:_y@z.cn?=\n\nx',
    "bad base64": HEAD + HTML + b"\nContent-Transfer-Encoding: base64\n\n!!!not base64===",
    "script": HEAD + HTML + b"\n\n" + SCRIPT,
    "zeros": b"From: a@x.cn\nSubject: \x00zero\x00\n\na\x00b",
    "many tags": HEAD + HTML + b"\n\n" + b"<b>" * 20_000 + b"words",
    "names": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + HTML + b'; name="../../etc/passwd"\n'
    b'Content-Disposition: attachment; filename="' + EVIL_NAME + b'"\n\nx\n--b--\n',
}  # fmt: skip
