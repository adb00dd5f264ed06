"""What the registry says, as values of fields its reader may write, and as lines he may only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, clock, registry
from haoke.core.errors import BadValue, Denied, Invalid
from haoke.core.text import T, say
from haoke.customers.registry import asking, kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.access.actor import Actor
    from haoke.customers.registry.asking import Facts
    from haoke.customers.registry.kept import Service

#: Fields of an account by what they are called in an answer.
FIELDS: Final = {
    "name": "name", "code": "uscc", "address": "address", "founded": "founded", "phone": "phone", "email": "email",
    "website": "website",
}  # fmt: skip
#: What an account has no field for.
LINES: Final = {
    "status": T("Status", "登记状态"),
    "legal_person": T("Legal representative", "法定代表人"),
    "capital": T("Registered capital", "注册资本"),
    "founded": T("Founded", "成立日期"),
    "former_names": T("Former names", "曾用名"),
    "scope": T("Business scope", "经营范围"),
}
#: What says in a status that a company does business no more.
ENDED: Final = ("注销", "吊销", "撤销", "停业", "清算", "dissolved", "struck off", "liquidat", "revoked", "cancelled")
REASON = T("Business registry {host}, {day}", "工商信息 {host}，{day}")
MAY_NOT = T("The registry is for those who may create or change accounts", "仅可新建或修改客户的人员可查询工商信息")


def find(actor: Actor, words: str) -> dict[str, Any]:
    """{hits: [{name, code, person, status}], left: calls of today}."""
    service, left = _spent(actor)
    return {"hits": [hit.model_dump() for hit in asking.find(service, words)], "left": left}


def read(actor: Actor, code: str) -> dict[str, Any]:
    """{fields: [{field, value}], lines: [{label, text}], ended: its state when it does business no more, reason: what
    to say in the Log, left}."""
    code = _code(code)
    service, left = _spent(actor)
    facts = asking.read(service, code)
    reason = say(REASON.fill(host=service.host, day=clock.today().isoformat()))
    said = {"fields": list(_values(actor, facts)), "lines": list(_lines(facts)), "ended": _ended(facts)}
    return {**said, "reason": reason, "left": left}


def _spent(actor: Actor) -> tuple[Service, int]:
    """The service, and the calls left after this one; raises Denied, Off, TooMany."""
    if not kept.may(actor):
        raise Denied(MAY_NOT)
    service = kept.configured()
    if service is None:
        raise kept.Off
    return service, kept.count(actor, service)


def _code(given: str) -> str:
    try:
        return str(registry.field("account", "uscc").type.clean(given) or "")
    except BadValue as bad:
        raise Invalid.at("code", bad.code, bad.message) from None


def _values(actor: Actor, facts: Facts) -> Iterator[dict[str, Any]]:
    """What fits its field; the rest of the answer is worth reading all the same."""
    open_to = access.writable(actor, registry.get("account"))
    for said, field in FIELDS.items():
        text = getattr(facts, said)
        if said == "founded":
            text = _year(text)
        if text and field in open_to:
            kind = registry.field("account", field).type
            try:
                yield {"field": field, "value": kind.dump(kind.clean(text))}
            except BadValue:
                continue


def _year(text: str | None) -> int | None:
    """The year a day or year as text begins with."""
    first = (text or "")[:4]
    return int(first) if first.isascii() and first.isdigit() and len(first) == 4 else None  # noqa: PLR2004 (a year)


def _ended(facts: Facts) -> str | None:
    status = facts.status or ""
    return status if any(word in status.lower() for word in ENDED) else None


def _lines(facts: Facts) -> Iterator[dict[str, Any]]:
    for said, label in LINES.items():
        found = getattr(facts, said)
        text = "、".join(filter(None, found)) if isinstance(found, list) else found
        if text:
            yield {"label": say(label), "text": text}
