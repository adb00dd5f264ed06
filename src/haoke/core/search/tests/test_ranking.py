"""Which hits come first where there are many: whole ones, one's own, the newest, and some of every object."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import search
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.records import changes
from haoke.core.search import candidates
from haoke.core.search.tests.test_finding import make, reader, titles, user

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

pytestmark = pytest.mark.django_db
MANY = candidates.CANDIDATES * 2


def make_all(key: str, values: Iterable[Mapping[str, Any]]) -> None:
    with changes(system(), "test") as tx:
        assert all(verdict.taken for verdict in tx.batch(key).rows((None, None, each) for each in values))


def test_every_object_gets_its_share() -> None:
    make_all("contact", ({"name": f"王海{n}"} for n in range(60)))
    make("account", name="天津王海实业有限公司")
    make("lead", name="小李", company="王海贸易")
    found = Counter(item["object"] for item in search.find(system(), "王海", limit=10))
    assert found == {"contact": 8, "account": 1, "lead": 1}


def test_a_whole_number_address_or_code_comes_first() -> None:
    first = make("contact", name="李一", mobile="13800001111", email="ab@c.example")
    make("contact", name="13800001111号", mobile="13800001112")
    make("contact", name="李二", email="ab@c.example.com")
    assert search.find(system(), "138 0000 1111")[0]["id"] == str(first)
    assert search.find(system(), "ab@c.example")[0]["id"] == str(first)
    number = search.find(system(), "李一")[0]["number"]
    assert titles(system(), number)[0] == "李一"


def test_ones_own_come_before_others_and_new_ones_before_old() -> None:
    rep = user("Rep")
    make("contact", name="赵一", title="青石")
    make("contact", name="赵二", title="青石", owner=rep)
    make("contact", name="赵三", title="青石")
    seen = reader(rep, Scope.ALL)
    assert titles(seen, "青石") == ["赵二", "赵三", "赵一"]
    make("contact", name="青石")
    assert titles(seen, "青石") == ["青石", "赵二", "赵三", "赵一"]


def test_of_a_common_word_the_newest_and_ones_own_are_found() -> None:
    rep = user("Rep")
    make("contact", name="钱一", title="青石", owner=rep)
    make_all("contact", ({"name": f"孙{n}", "title": "青石"} for n in range(MANY)))
    make("contact", name="钱二", title="青石")
    assert titles(reader(rep, Scope.ALL), "青石", objects=["contact"], limit=2) == ["钱一", "钱二"]


def test_within_a_small_scope_a_common_word_finds_everything() -> None:
    rep = user("Rep")
    make_all("contact", ({"name": f"孙青石{n}"} for n in range(MANY)))
    make_all("contact", ({"name": f"青石{n}"} for n in range(MANY)))
    make("contact", name="青石", owner=rep)
    make("contact", name="周青石", owner=rep)
    for scope in (Scope.OWN, Scope.SUBORDINATES):
        assert titles(reader(rep, scope), "青石") == ["青石", "周青石"]
    wide = Actor(id=rep, grants={"*": {"read": Scope.DEPARTMENT}}, department_members=tuple([rep] * 60))
    assert titles(wide, "青石") == ["青石", "周青石"]


def test_a_common_account_one_does_not_see_finds_none_of_its_contacts() -> None:
    rep = user("Rep")
    secret = make("account", name="绝密重工")
    make_all("contact", ({"name": f"孙{n}", "account": secret} for n in range(MANY)))
    make("contact", name="吴一", account=secret, owner=rep)
    make("contact", name="绝密人", owner=rep)
    actor = Actor(id=rep, grants={"contact": {"read": Scope.OWN}, "account": {"read": Scope.OWN}})
    assert titles(actor, "绝密", objects=["contact"]) == ["绝密人"]
    everyone = Actor(id=rep, grants={"contact": {"read": Scope.ALL}, "account": {"read": Scope.OWN}})
    assert titles(everyone, "绝密", objects=["contact"]) == ["绝密人"]


def test_a_title_one_may_not_read_moves_nothing_up() -> None:
    rep = user("Rep")
    make("contact", name="青石", title="青石", owner=rep)
    make("contact", name="赵二", title="青石", owner=rep)
    for right in (FieldRight.HIDDEN, FieldRight.MASKED):
        blind = reader(rep, hidden={"contact": {"name": right}})
        numbers = [item["number"] for item in search.find(blind, "青石", objects=["contact"])]
        assert numbers == sorted(numbers, reverse=True)


def test_nothing_costs_one_statement_and_hits_three_however_many_objects_have_some() -> None:
    parent = make("account", name="青石实业")
    make("contact", name="青石", account=parent)
    with CaptureQueriesContext(
        connection,
    ) as none:
        assert titles(system(), "没有的") == []
    with CaptureQueriesContext(connection) as some:
        assert len(titles(system(), "青石")) == 2
    assert (len(none), len(some)) == (1, 3)
