"""A field hidden or masked for somebody is told by no question: filter, sort, sum, board, search, log, export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
import pytest
from django.db import connection
from django.utils import timezone

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.core.records.gate import REFERENCES
from haoke.core.transfer.exporting import written
from haoke.identity import accounts, actors, keys
from haoke.identity.keys import NewKey
from haoke.identity.models import ApiKey
from tests.security import scene

if TYPE_CHECKING:
    from uuid import UUID

    from tests.security.scene import Answer, Company

pytestmark = pytest.mark.django_db

BUSINESS = ("account", "contact", "lead", "opportunity", "activity", "co_project")
SECRET, PHONE, CREDIT = "Zq9hush", "13655554444", "914403001922038216"
#: What a field of that kind is filled with, so that it is known again wherever it turns up.
SECRETS = {
    "text": SECRET, "longtext": SECRET, "richtext": f"<p>{SECRET}</p>", "email": f"{SECRET}@example.com",
    "phone": PHONE, "url": f"https://{SECRET}.example.com/",
}  # fmt: skip
TELLS = tuple(each.encode() for each in (SECRET, SECRET.lower(), PHONE, CREDIT))
REFUSED = (400, 403, 404, 422)


@dataclass(frozen=True)
class Blind:
    """Somebody who reads everything of an object but the named fields, and one of its records with secrets in them."""

    key: str
    token: str
    user: UUID
    record: UUID
    fields: tuple[str, ...]

    @property
    def plural(self) -> str:
        return registry.get(self.key).plural

    def get(self, path: str, **query: Any) -> Answer:
        asked = {k: v if isinstance(v, str) else orjson.dumps(v).decode() for k, v in query.items()}
        return scene.ask(self.token, "GET", f"{path}?{urlencode(asked)}", readonly=True)


def secrets_of(key: str) -> dict[str, str]:
    """{field: a secret it can hold}, of every field but the title."""
    title = registry.get(key).title
    return {
        name: CREDIT if "uscc" in field.type.key_kinds else SECRETS[field.type.kind]
        for name, field in registry.fields(key).items()
        if field.type.kind in SECRETS and name not in (title, "number") and not field.readonly
    }


def blind(company: Company, key: str, right: str, names: tuple[str, ...]) -> Blind:
    record = company.own[key]
    role = {"grants": {"*": {"*": "all"}}, "fields": {key: dict.fromkeys(names, right)}}
    user = accounts.create_user(f"{right}@example.com", right)
    with changes(system("test"), "scene") as tx:
        tx.set(key, record, {name: value for name, value in secrets_of(key).items() if name in names})
        made = tx.add("role", {"name": {"en": right}, **role}).id
        tx.set("user", user, {"roles": [made], "state": "active"})
    token = keys.make(user, NewKey(name="test"))[1]
    ApiKey.objects.update(used_at=timezone.now())
    return Blind(key, token, user, record, names)


@pytest.fixture
def company() -> Company:
    return scene.build()


def told(answer: Answer) -> bool:
    return any(each in answer.content for each in TELLS)


def reads(who: Blind) -> list[Answer]:
    """Every way rows leave that shows fields."""
    one = f"{who.plural}/{who.record}"
    found = [
        who.get(one), who.get(who.plural, limit=200), who.get(f"{one}/log"), who.get(f"{one}/timeline"),
        who.get(f"{one}/as-of", at="2099-01-01T00:00:00Z"), who.get("search", q=SECRET), who.get("search", q=PHONE),
        who.get(who.plural, q=SECRET), who.get(who.plural, q=PHONE), who.get("notices"), who.get("today"),
        who.get(f"{who.plural}/totals", q=SECRET),
    ]  # fmt: skip
    if registry.get(who.key).board:
        found.append(who.get(f"{who.plural}/board", q=SECRET))
        found.append(who.get(f"{who.plural}/board"))
    return found


def exported(who: Blind, names: list[str] | None) -> bytes:
    wanted = {"fields": names} if names else {}
    try:
        return written(actors.load(who.user), who.key, wanted, "csv")[0]
    except Exception as refused:  # noqa: BLE001 - whatever refuses it tells nothing
        return str(refused).encode()


@pytest.mark.parametrize("right", ["hidden", "masked"])
@pytest.mark.parametrize("key", BUSINESS)
def test_no_answer_tells_it(key: str, right: str, company: Company) -> None:
    names = tuple(secrets_of(key))
    assert names
    who = blind(company, key, right, names)
    root = company.keys["administrator"]
    assert told(scene.ask(root, "GET", f"{who.plural}/{who.record}")), "the control: the secret is there to be told"
    for answer in reads(who):
        assert not told(answer), answer.content[:2000]
    for asked in (None, ["id", *names]):
        assert not any(each in exported(who, asked) for each in TELLS), asked


@pytest.mark.parametrize("key", BUSINESS)
def test_found_by_nobody_who_may_not_read_it(key: str, company: Company) -> None:
    """A hit tells as much as a value: neither the record nor a count comes back for the words in a hidden field."""
    who = blind(company, key, "hidden", tuple(secrets_of(key)))
    for word in (SECRET, SECRET[:5], PHONE, PHONE[-4:]):
        assert who.get(who.plural, q=word, count="exact").json["items"] == [], word
        assert who.get(f"{who.plural}/totals", q=word).json["count"] == 0, word
        assert str(who.record).encode() not in who.get("search", q=word).content, word


def questions(key: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    """(path below the object, query) of everything that compares, orders, groups or adds up by a field."""
    field = registry.field(key, name)
    found: list[tuple[str, dict[str, Any]]] = [
        ("", {"filter": {"field": name, "op": str(op), "value": "x"}}) for op in field.type.operators
    ]
    found += [("", {"sort": name}), ("", {"sort": f"-{name}"})]
    found += [("/totals", {"group": name}), ("/totals", {"sum": name})]
    found += [("/totals", {"filter": {"field": name, "op": "nempty"}})]
    if registry.get(key).board:
        found += [("/board", {"field": name}), ("/board", {"filter": {"field": name, "op": "empty"}})]
    if field.type.kind in REFERENCES:
        found.append(("", {"filter": {"field": f"{name}.created_at", "op": "nempty"}}))
        found.append(("", {"sort": f"{name}.created_at"}))
    return found


@pytest.mark.parametrize("right", ["hidden", "masked"])
@pytest.mark.parametrize("key", BUSINESS)
def test_no_question_may_use_it(key: str, right: str, company: Company) -> None:
    keep = {"id", "version", registry.get(key).title}
    names = tuple(name for name in registry.fields(key) if name not in keep)
    who = blind(company, key, right, names)
    answered = []
    for name in names:
        for below, query in questions(key, name):
            answer = who.get(f"{who.plural}{below}", **query)
            if answer.status not in REFUSED:
                answered.append((name, below, query, answer.status))
    assert answered == []


@pytest.mark.parametrize("right", ["hidden", "masked"])
def test_nor_by_way_of_another_object(right: str, company: Company) -> None:
    """A path through a reference is the same question in other words."""
    who = blind(company, "account", right, tuple(secrets_of("account")))
    answered = []
    for name in who.fields:
        for op in ("eq", "nempty", "contains"):
            tree = {"field": f"account.{name}", "op": op, "value": "x"}
            if who.get("contacts", filter=tree).status not in REFUSED:
                answered.append((name, op))
        if who.get("contacts", sort=f"account.{name}").status not in REFUSED:
            answered.append((name, "sort"))
    assert answered == []


@pytest.mark.parametrize("right", ["hidden", "masked", "read"])
@pytest.mark.parametrize("key", BUSINESS)
def test_nor_written_by_any_way(key: str, right: str, company: Company) -> None:
    who = blind(company, key, right, tuple(secrets_of(key)))
    table = registry.get(key).model._meta.db_table
    for name in who.fields:
        for method, path, body in (
            ("PATCH", f"{who.plural}/{who.record}", {name: "13500000000"}),
            ("POST", f"{who.plural}/bulk", {"ids": [str(who.record)], "set": {name: "13500000000"}}),
        ):
            answer = scene.ask(who.token, method, path, body)
            done = answer.json.get("done", answer.json.get("changed", 0)) if isinstance(answer.json, dict) else 0
            assert answer.status in REFUSED or not done, (name, method, answer.status, answer.content[:300])
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(r)::text FROM "{table}" r WHERE id = %s', [who.record])
        assert "13500000000" not in cursor.fetchone()[0]
