"""Asking the service: two questions over HTTP, each answered by one small JSON object that is believed nothing.

`GET {url}?q=words` → {"hits": [{"name", "code", "person"?, "status"?}]}
`GET {url}/{code}` → {"name", "code", "former_names"?, "legal_person"?, "capital"?, "founded"?, "status"?, "address"?,
"scope"?, "phone"?, "email"?, "website"?}; 404 where there is no such company. The key comes as a bearer token.
"""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Annotated, Final, TypeVar
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from haoke.core import outbound
from haoke.core.errors import BadValue, Refused
from haoke.core.fieldtypes import normal
from haoke.core.outbound import Unreachable
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.customers.registry.kept import Service

SECONDS: Final = 6.0
MOST: Final = 256 * 1024  # bytes of an answer
MOST_HITS: Final = 20
LONGEST: Final = 8000  # characters of a line, as of a scope of business
#: Threads of this process that wait for a registry at once; the others go on serving everybody.
_ROOM = BoundedSemaphore(4)

_M = TypeVar("_M", bound=BaseModel)

BUSY = T("Several people are asking the registry just now; try again in a few seconds", "当前查询人数较多，请稍后重试")
REFUSED: Final = {
    401: T("The registry does not accept the key; tell your administrator", "工商信息服务拒绝了密钥，请联系管理员"),
    429: T("The registry allows no more questions for now; try again later", "工商信息服务已达调用上限，请稍后重试"),
}
NOT_FOUND = T("The registry knows no company with this credit code", "工商信息中没有该统一社会信用代码的企业")
STATUS = T("The registry answered with an error ({status})", "工商信息服务返回错误（{status}）")
TOO_LONG = T("The registry's answer is too long", "工商信息服务的响应过大")
ODD = T(
    "The registry's answer is not of the form it should have; tell your administrator",
    "工商信息服务的响应格式不正确，请联系管理员",
)
OTHER = T("The registry answered about another company", "工商信息服务返回了其他企业的信息")


class RegistryFailed(Refused):
    """The service is away, slow, or says what it should not."""

    status = 409
    code = "registry_failed"
    title = T("The business registry does not answer as it should", "工商信息服务异常")


def _cleaned(text: str) -> str:
    """One line; what shows nothing or deceives is left out, what cannot be kept is refused."""
    try:
        return normal.clean(text, LONGEST) or ""
    except BadValue as bad:
        raise ValueError(bad.code) from None


Name = Annotated[str, Field(max_length=200), AfterValidator(_cleaned)]
Line = Annotated[str, Field(max_length=LONGEST), AfterValidator(_cleaned)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    name: Name
    code: Name
    status: Name | None = None


class Hit(_Said):
    """A company that may be meant."""

    person: Name | None = None


class Hits(BaseModel):
    """What a service found."""

    model_config = ConfigDict(extra="ignore", strict=True)
    hits: list[Hit] = Field(max_length=1000)


class Facts(_Said):
    """What the registry says of one company; `founded` a day or year as text."""

    former_names: Annotated[list[Name], Field(max_length=30)] | None = None
    legal_person: Name | None = None
    capital: Name | None = None
    founded: Name | None = None
    address: Line | None = None
    scope: Line | None = None
    phone: Name | None = None
    email: Line | None = None
    website: Line | None = None


def find(service: Service, words: str) -> list[Hit]:
    """At most `MOST_HITS` companies of that name or code; raises RegistryFailed."""
    found = _read(Hits, service, f"?{urlencode({'q': words})}")
    return [hit for hit in found.hits if hit.name and hit.code][:MOST_HITS] if found else []


def read(service: Service, code: str) -> Facts:
    """What the registry says of the company with that code; raises RegistryFailed."""
    found = _read(Facts, service, f"/{code}")
    if found is None:
        raise RegistryFailed(NOT_FOUND, code="registry_unknown")
    if found.code.upper() != code or not found.name:
        raise RegistryFailed(OTHER)
    return found


def _read(shape: type[_M], service: Service, rest: str) -> _M | None:
    """An answer of that shape; None where there is nothing (404)."""
    body = _asked(service, rest)
    if body is None:
        return None
    try:
        return shape.model_validate_json(body)
    except ValidationError:
        raise RegistryFailed(ODD) from None


def _asked(service: Service, rest: str) -> bytes | None:
    if not _ROOM.acquire(blocking=False):
        raise RegistryFailed(BUSY, code="registry_busy")
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {service.key}"} if service.key else {})
    try:
        reply = outbound.get(service.url + rest, headers, most=MOST + 1, patience=SECONDS)
    except Unreachable as away:
        raise RegistryFailed(away.message) from None
    finally:
        _ROOM.release()
    if reply.status == 404:  # noqa: PLR2004 (what HTTP calls it)
        return None
    if not reply.good:
        known = REFUSED.get(401 if reply.status == 403 else reply.status)  # noqa: PLR2004
        raise RegistryFailed(known or STATUS.fill(status=reply.status))
    if len(reply.body) > MOST:
        raise RegistryFailed(TOO_LONG)
    return reply.body
