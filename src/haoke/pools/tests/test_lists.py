"""The clock of a pool as a field of lists: it tells the days the record's page tells, whoever may know them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import access, clock, custom, registry
from haoke.core.access.actor import FieldRight, Scope
from haoke.core.api.meta import meta
from haoke.core.records.reading import ListQuery, gathering, list_page
from haoke.pools.actions import Claiming, claim
from haoke.pools.queries.lists import DAYS_LEFT
from haoke.pools.tests.scene import changed, made
from haoke.pools.tests.test_sweeping import as_asked, call, lake, rule

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db
__all__ = ["lake"]
QUOTED = "50% O'Neil"


def owned(ann: Actor, name: str, **values: Any) -> UUID:
    found: UUID = made("account", name=name, owner=ann.id, **values).id
    return found


def listed(actor: Actor, **query: Any) -> list[tuple[str, int | None]]:
    with custom.latest():
        page = list_page(actor, registry.get("account"), ListQuery(fields=("name", DAYS_LEFT), **query))
    return [(item["name"], item[DAYS_LEFT]) for item in page.items]


def told(actor: Actor) -> bool:
    with custom.latest():
        return DAYS_LEFT in access.reckoned(actor, registry.get("account"))


def test_lists_tell_the_days_of_the_records_page(lake: Any, ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    condition = {"field": "name", "op": "eq", "value": QUOTED}
    rule(lake, days=5, condition=condition, order=1)
    rule(lake, days=30, order=2)
    rule(lake, "not_won", days=20)
    records = {
        "plain": owned(ann, "plain"),
        QUOTED: owned(ann, QUOTED),
        "locked": owned(ann, "locked", locked=True),
        "kept": owned(ann, "kept", protected_until=clock.today() + dt.timedelta(40)),
        "called": owned(ann, "called"),
    }
    call(records["called"], days=-1)
    page = {name: as_asked(record) for name, record in records.items()}
    assert dict(listed(ann)) == {name: told and told["days"] for name, told in page.items()}
    assert dict(listed(ann)) == {"plain": 20, QUOTED: 5, "locked": None, "kept": 40, "called": 20}
    soon = {"field": DAYS_LEFT, "op": "lte", "value": 5}
    assert listed(ann, filter=soon) == [(QUOTED, 5)]
    assert next(name for name, _ in listed(ann, sort=DAYS_LEFT)) == QUOTED
    for few in (0, 1000):
        monkeypatch.setattr(gathering, "FEW", few)
        for sort in (DAYS_LEFT, f"-{DAYS_LEFT}"):
            found = paged(ann, sort)
            days = [told for _, told in found if told is not None]
            assert dict(found) == {name: told and told["days"] for name, told in page.items()}
            assert days == sorted(days, reverse=sort != DAYS_LEFT)
            assert found[-1] == ("locked", None)  # last either way
            assert sorted(listed(ann, sort=sort, filter={**soon, "value": 20})) == [
                (QUOTED, 5), ("called", 20), ("plain", 20),
            ]  # fmt: skip


def paged(actor: Actor, sort: str) -> list[tuple[str, int | None]]:
    """All of a list, two records a page."""
    found: list[dict[str, Any]] = []
    query = ListQuery(fields=("name", DAYS_LEFT), sort=sort, limit=2)
    with custom.latest():
        page = list_page(actor, registry.get("account"), query)
        while page.next:
            found += page.items
            page = list_page(actor, registry.get("account"), replace(query, cursor=page.next))
    return [(item["name"], item[DAYS_LEFT]) for item in (*found, *page.items)]


def test_nobody_learns_a_day_without_owners_or_rules(lake: Any, ann: Actor) -> None:
    assert not told(ann)
    rule(lake)
    assert told(ann)
    for hidden in ("owner", "locked", "protected_until"):
        blind = replace(ann, fields={"account": {hidden: FieldRight.HIDDEN}})
        assert not told(blind), hidden


def test_locking_is_offered_where_rules_take_records(sea: Any, ann: Actor) -> None:
    def offered() -> set[str]:
        able = replace(ann, grants={"account": {"*": Scope.ALL}})
        with custom.latest():
            objects = {each["key"]: each for each in meta(able)}
        return {each["name"] for each in objects["account"]["actions"]}

    assert "lock" not in offered()
    assert "return_to_pool" in offered()
    rule(sea)
    assert "lock" in offered()


def test_a_claim_says_beforehand_what_it_would_refuse(sea: Any, ann: Actor) -> None:
    changed("pool", sea.id, daily_claims=1, cool_off_days=9)
    records = [made("account", name=name, owner=None).id for name in ("One", "Two")]
    had = owned(ann, "Had")
    changed("account", had, owner=None)
    wanted = Claiming(records=[had, *records], trial=True)
    told = claim(ann, sea.id, wanted)
    assert (told["claimed"], [each["code"] for each in told["refused"]]) == (
        [str(records[0])], ["cooling", "daily_claims"],
    )  # fmt: skip
    assert registry.get("account").model._base_manager.filter(id__in=records, owner=None).count() == 2
    assert claim(ann, sea.id, Claiming(records=[had], trial=True))["claimed"] == []
    real = claim(ann, sea.id, Claiming(records=[had, *records]))
    assert {**real, "refused": told["refused"]} == told == {**told, "refused": real["refused"]}
