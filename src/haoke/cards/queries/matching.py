"""Who of a card is here already, as far as its reader may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.cards.rules.reading import ACCOUNT, CONTACT
from haoke.core import access, registry, search
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.records import reading
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor

#: Fields of a card's contact that tell whose customer he is by their domain.
_DOMAINS: Final = "email"
_MOST: Final = 5


def matches(actor: Actor, contact: Mapping[str, Any], account: Mapping[str, Any]) -> dict[str, Any]:
    """{contacts, accounts}: hits as `search.likely` gives them, `fields` being what is the same."""
    accounts = _likely(actor, ACCOUNT, {**account, "email": account.get("email") or contact.get(_DOMAINS)})
    contacts = _likely(actor, CONTACT, contact)
    named = _namesakes(actor, str(contact.get("name") or ""), [hit["id"] for hit in accounts])
    known = {hit["id"] for hit in contacts}
    return {"contacts": [*contacts, *(hit for hit in named if hit["id"] not in known)][:_MOST], "accounts": accounts}


def _likely(actor: Actor, key: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    spec = registry.get(key)
    if access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        return []
    return [hit for hit in search.likely(actor, spec, values) if hit["object"] == key and hit["fields"]]


def _namesakes(actor: Actor, name: str, accounts: Sequence[str]) -> list[dict[str, Any]]:
    """Contacts of these accounts who are called so; as hits, whose title is then no news."""
    spec = registry.get(CONTACT)
    readable = all(access.field_right(actor, spec, each) >= FieldRight.READ for each in ("name", "account"))
    if not name.strip() or not accounts or not readable or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        return []
    called = {"field": "name", "op": "eq", "value": name.strip()[:120]}
    where = {"and": [called, {"field": "account", "op": "in", "value": list(accounts)}]}
    page = reading.list_page(actor, spec, reading.ListQuery(filter=where, fields=["name", "account", "owner"], limit=5))
    return [
        {
            "object": CONTACT, "id": row["id"], "title": row["name"], "number": row.get("number"),
            "subtitle": (row.get("account") or {}).get("title") or "", "owner": row.get("owner"),
            "fields": [say(registry.field(CONTACT, each).label) for each in ("name", "account")],
        }
        for row in page.items
    ]  # fmt: skip
