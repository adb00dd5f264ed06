"""Rules of notices: what they hear, whom they tell, what they refuse to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.access.actor import Actor, system
from haoke.core.errors import BadRequest, Invalid
from haoke.core.records import changes
from haoke.core.text import speaking
from haoke.core.transfer import actors
from haoke.identity.models import Role, User
from haoke.identity.roles import ensure_roles
from haoke.inbox.actions import ensure_notice_rules
from haoke.inbox.models import NoticeRule
from haoke.inbox.notices import following, ruling
from haoke.inbox.notices.tests.conftest import alter, heard, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Spread = Callable[[], None]
    Hire = Callable[..., Actor]

pytestmark = pytest.mark.django_db
ALL = {"*": {"*": "all"}}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def rule(**values: Any) -> NoticeRule:
    named = {"name": {"en": "Mind", "zh": "注意"}, "object": "account", "happens": ["update"]}
    made: NoticeRule = make("notice_rule", **named | values)
    return made


def told(actor: Actor) -> list[tuple[str, str]]:
    return [(item["why"], item["text"]) for item in heard(actor)]


def test_conditions_fields_and_doers(person: Hire, spread: Spread) -> None:
    ann, ben, cat = (person(name, ALL) for name in ("Ann", "Ben", "Cat"))
    roles = User.objects.get(pk=ben.id).roles
    rule(
        to_users=[ann.id], fields=["level"], by_roles=roles,
        condition={"field": "level", "op": "eq", "value": "a"},
    )  # fmt: skip
    account, other = make("account", name="A"), make("account", name="B")
    alter("account", account, ben, phone="13800138000")
    alter("account", account, cat, level="a")
    alter("account", other, ben, level="b")
    spread()
    assert told(ann) == []
    alter("account", account, ben, level="b")
    alter("account", account, ben, level="a")
    spread()
    assert told(ann) == [("Rule: Mind", "Ben changed Level")]


def test_everybody_a_rule_names(person: Hire, spread: Spread) -> None:
    doer = person("Doer", ALL)
    names = ("role", "department", "team", "owner", "follower", "out")
    people = {name: person(name, ALL) for name in names}
    department, team = make("department", name="D"), make("team", name="T")
    make("team_member", team=team.id, user=people["team"].id)
    with changes(system("test"), "test") as tx:
        tx.set("user", people["department"].id, {"department": department.id})
    account = make("account", name="A", owner=people["owner"].id)
    following.follow(people["follower"], "account", account.id, on=True)
    rule(
        to_roles=User.objects.get(pk=people["role"].id).roles, to_departments=[department.id], to_teams=[team.id],
        concerned=["owner", "followers"],
    )  # fmt: skip
    alter("account", account, doer, level="a")
    spread()
    assert {name for name in names if heard(people[name])} == set(names) - {"out"}
    assert told(people["follower"]) == [("Rule: Mind", "Doer changed Level")]


def test_a_rule_that_is_off_or_does_not_fit_any_more_tells_nobody(
    person: Hire, spread: Spread, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ann, ben = person("Ann", ALL), person("Ben", ALL)
    rule(to_users=[ann.id], active=False)
    broken = rule(to_users=[ann.id])
    monkeypatch.setattr(ruling, "_touches", refuse)
    alter("account", make("account", name="A"), ben, level="b")
    spread()
    assert told(ann) == []
    assert f"{broken.id} does not fit" in caplog.text


def refuse(*_: object) -> bool:
    raise BadRequest


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("object", {"object": "nothing"}),
        ("object", {"object": "comment"}),
        ("fields", {"fields": ["nothing"]}),
        ("condition", {"condition": {"field": "nothing", "op": "eq", "value": 1}}),
        ("to_roles", {"to_users": []}),
    ],
)
def test_what_makes_no_sense_is_refused(field: str, values: dict[str, Any], person: Hire) -> None:
    with pytest.raises(Invalid) as refused:
        rule(**{"to_users": [person("Ann", ALL).id], **values})
    assert [problem.field for problem in refused.value.problems] == [field]


def test_when_sales_change_a_customer_the_service_people_concerned_are_told(spread: Spread) -> None:
    ensure_roles()
    with changes(system("migrate"), "set_up") as tx:
        assert ensure_notice_rules(tx) == 1
        assert ensure_notice_rules(tx) == 0
    shipped = NoticeRule.objects.get(code="service_told_of_sales")
    assert (shipped.active, shipped.mail) == (True, True)
    seller, server, idle, boss = (_hired(*each) for each in (
        ("Sun", "sales_rep"), ("Fu", "service_agent"), ("Idle", "service_agent"), ("Boss", "administrator"),
    ))  # fmt: skip
    account = make("account", name="Huawei", owner=seller.id)
    alter("account", account, server, phone="13800138001")
    spread()
    alter("account", account, seller, phone="13800138000")
    alter("account", account, boss, phone="13800138002")
    spread()
    assert told(server) == [("Rule: Sales changed a customer I serve", "Sun changed Phone")]
    assert told(idle) == told(seller) == []


def test_who_has_something_tied_to_the_record_is_involved(spread: Spread) -> None:
    ensure_roles()
    with changes(system("migrate"), "set_up") as tx:
        ensure_notice_rules(tx)
    seller, server = _hired("Sun", "sales_rep"), _hired("Fu", "service_agent")
    account = make("account", name="Huawei", owner=seller.id)
    complaint = make("activity", kind="complaint", subject="Broken", owner=server.id)
    make("activity_link", activity=complaint.id, object="account", record=account.id)
    alter("account", account, seller, level="a")
    spread()
    assert told(server) == [("Rule: Sales changed a customer I serve", "Sun changed Level")]


def _hired(name: str, role: str) -> Actor:
    with changes(system("test"), "test") as tx:
        values = {"name": name, "roles": [Role.objects.get(code=role).id], "state": "active", "language": "en"}
        return actors.load(tx.add("user", values).id, "web")
