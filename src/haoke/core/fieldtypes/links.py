"""E-mail and web addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from email_validator import EmailNotValidError, validate_email

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import normal, refusals, samples, texts
from haoke.core.fieldtypes.base import Hints, SearchKind
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator

    from haoke.core.sql import Sql

_SIMPLE_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.ASCII
)
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]+)>")
_HOST = re.compile(r"[\w.-]+|\[[0-9a-fA-F:.]+\]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PORT = re.compile(r"[^/?#]+:[0-9]{1,5}(?:[/?#]|$)")
#: Where everybody can have a mailbox, which says nothing of whose he is.
_FREE = normal.words(
    "qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com vip.126.com yeah.net 188.com sina.com sina.cn"
    " vip.sina.com sohu.com 139.com 189.cn wo.cn 21cn.com 263.net gmail.com googlemail.com outlook.com"
    " hotmail.com live.cn msn.com yahoo.com yahoo.cn yahoo.com.cn yahoo.co.jp icloud.com me.com mac.com aol.com"
    " gmx.com gmx.de gmx.net web.de mail.com mail.ru yandex.ru yandex.com proton.me protonmail.com zoho.com naver.com"
    " daum.net hanmail.net weixin.qq.com tom.com live.com"
)
#: Sites on which companies have pages beside each other's.
_SHARED = normal.words("1688.com taobao.com tmall.com jd.com weibo.com facebook.com linkedin.com github.io")


def _domain(host: str) -> Iterator[tuple[str, str]]:
    """The domain as a key of whoever has it; none for hosts that anybody may use."""
    host = host.lower().removeprefix("www.").rstrip(".")
    shared = any(host == each or host.endswith(f".{each}") for each in _SHARED)
    if "." in host and not shared and host not in _FREE and not host.replace(".", "").isdigit():
        yield "domain", host


class EmailType(texts.TextType):
    """An address with a dotted domain, which is kept in lower case; whether it exists is not asked."""

    kind = "email"
    key_kinds = ("email", "domain")

    def clean(self, raw: Any) -> str | None:
        text = normal.clean(raw, self.max_length)
        if text is None:
            return None
        local, _, domain = text.rpartition("@")
        text = f"{local}@{domain.lower()}"
        if _SIMPLE_EMAIL.fullmatch(text) and len(local) <= 64 and len(domain) <= 190:  # noqa: PLR2004 - limits of the standard
            return text
        try:
            checked = validate_email(text, check_deliverability=False, globally_deliverable=False, strict=False)
        except EmailNotValidError:
            raise self._refused(text) from None
        if "." not in checked.domain or len(checked.normalized) > self.max_length:
            raise self._refused(text)
        return checked.normalized

    def doubt(self, column: Sql) -> Sql:
        """No address: nobody writes one, but what was kept by other means may be."""
        return column.wrap("coalesce(", " !~ '^[^@[:space:]]+@[^@[:space:].]+([.][^@[:space:].]+)+$', false)")

    def _refused(self, text: str) -> BadValue:
        message = T(
            "“{value}” is not an e-mail address such as name@example.com",
            "“{value}”不是 name@example.com 这样的邮箱地址",
        )
        return BadValue("not_an_email", message.fill(value=refusals.shown(text)))

    def parse(self, text: str, hints: Hints) -> Any:
        """One address, also as `Name <a@b.cn>`, with `mailto:` or in full width."""
        body = normal.plain(text, self.max_length + texts.NAME)
        found = _IN_BRACKETS.fullmatch(body)
        return self.clean((found[1] if found else body).strip(" ;,.").removeprefix("mailto:"))

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {**super().schema(write=write), "format": "email"}

    def sample(self, rng: random.Random) -> Any:
        return f"{samples.word(rng)}{rng.randrange(100)}@example.com"

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.EMAIL, value),)

    def keys(self, value: Any) -> Iterable[tuple[str, str]]:
        host = value.rpartition("@")[2]
        return (("email", value.lower()), *_domain(host))

    def mask(self, value: Any) -> str:
        if not value:
            return ""
        local, _, domain = value.rpartition("@")
        return f"{local[0]}***@{domain}"


class UrlType(texts.TextType):
    """A web address; http and https only, without a password in it. Without a scheme it becomes https."""

    kind = "url"
    key_kinds = ("domain",)

    def __init__(self, max_length: int = 2000, *, null: bool = True) -> None:
        super().__init__(max_length, null=null)

    def clean(self, raw: Any) -> str | None:
        text = normal.clean(raw, self.max_length)
        if text is None:
            return None
        if not _SCHEME.match(text) or _PORT.match(text):
            text = f"https://{text.lstrip('/')}"
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise self._refused(text) from None
        bad = parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or " " in text or "\\" in text
        if bad or not _HOST.fullmatch(
            parts.netloc.rpartition(":")[0] if parts.port is not None else parts.netloc.rstrip(":")
        ):
            raise self._refused(text)
        url = urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, parts.query, parts.fragment))
        if len(url) > self.max_length:
            raise refusals.too_long(self.max_length, len(url))
        return url

    def _refused(self, text: str) -> BadValue:
        message = T(
            "“{value}” is not a web address such as https://example.com", "“{value}”不是 https://example.com 这样的网址"
        )
        return BadValue("not_a_url", message.fill(value=refusals.shown(text)))

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {**super().schema(write=write), "format": "uri"}

    def keys(self, value: Any) -> Iterable[tuple[str, str]]:
        return tuple(_domain(urlsplit(value).hostname or ""))

    def sample(self, rng: random.Random) -> Any:
        return f"https://www.{samples.word(rng)}.example.com/"
