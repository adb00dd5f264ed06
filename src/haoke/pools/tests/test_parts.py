"""What goes with a customer into a pool and out of it, who tries the sweep, and the pool that comes along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock, registry
from haoke.core.access.actor import Scope
from haoke.core.errors import Missing
from haoke.core.records import changes, undo
from haoke.pools import queries
from haoke.pools.actions import Claiming, claim, ensure_pools
from haoke.pools.actions.assigning import Giving, assign
from haoke.pools.actions.sweeping import sweep
from haoke.pools.models import Pool, RecycleRule
from haoke.pools.tests.scene import changed, made
from haoke.pools.tests.test_sweeping import lake, rule

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db
__all__ = ["lake"]


@pytest.fixture
def acme(ann: Actor, bob: Actor) -> dict[str, UUID]:
    """A customer of Ann's with a contact of hers and one of Bob's."""
    account = made("account", name="Acme", owner=ann.id).id
    hers = made("contact", name="Hers", account=account, mobile="13800138000", owner=ann.id).id
    return {"account": account, "hers": hers, "his": made("contact", name="His", account=account, owner=bob.id).id}


def owner(key: str, record: UUID) -> Any:
    return registry.get(key).model._base_manager.get(id=record).owner_id


def test_contacts_go_back_with_their_customer_and_come_with_it(
    lake: Any, ann: Actor, bob: Actor, acme: dict[str, UUID]
) -> None:
    rule(lake, days=30)
    with clock.frozen(clock.now() + dt.timedelta(31)):
        assert sweep() == 1
        assert (owner("contact", acme["hers"]), owner("contact", acme["his"])) == (None, bob.id)
        assert claim(bob, lake.id, Claiming(records=[acme["account"]]))["claimed"]
    assert owner("contact", acme["hers"]) == bob.id


def test_given_back_and_assigned_they_follow_and_an_undo_takes_them_along(
    sea: Any, ann: Actor, bob: Actor, acme: dict[str, UUID]
) -> None:
    able = replace(ann, grants={"*": {"*": Scope.ALL}})
    with changes(able, "return_to_pool") as tx:
        tx.run("account", acme["account"], "return_to_pool", {"reason": "Too far"})
        change = tx.change
    assert owner("contact", acme["hers"]) is None
    undo(replace(able, admin=True), change)
    assert (owner("account", acme["account"]), owner("contact", acme["hers"])) == (ann.id, ann.id)
    with changes(able, "return_to_pool") as tx:
        tx.run("account", acme["account"], "return_to_pool", {"reason": "Too far"})
    changed("pool", sea.id, administrators=[ann.id])
    assign(ann, sea.id, Giving(records=[acme["account"]], to=bob.id))
    assert owner("contact", acme["hers"]) == bob.id


def test_administrators_of_a_pool_try_what_goes_into_theirs(
    lake: Any, ann: Actor, bob: Actor, acme: dict[str, UUID]
) -> None:
    other = made("pool", name={"en": "Pond"}, object="account", administrators=[bob.id], active=True)
    rule(lake, days=30)
    made("recycle_rule", name="B", object="account", pool=other.id, days=30, kind="not_won", owner=None)
    assert acme
    with pytest.raises(Missing):
        queries.trial(ann, "account")
    with clock.frozen(clock.now() + dt.timedelta(31)):
        told = {who.name: queries.trial(who, "account") for who in (bob, replace(ann, admin=True))}
        assert [told[name]["rules"] for name in ("bob", "ann")] == [1, 2]
        # The earlier rule speaks: what goes into the lake is nothing the pond's people are told of.
        assert (told["bob"]["count"], told["ann"]["count"]) == (0, 1)
        changed("pool", lake.id, administrators=[bob.id])
        assert queries.trial(bob, "account")["count"] == 1


def test_the_pool_that_comes_along_is_off_and_open_to_all_once_it_is_on(ann: Actor, bob: Actor) -> None:
    with changes(ann, "set_up") as tx:
        assert ensure_pools(tx) == 1
        assert ensure_pools(tx) == 0
    [pool] = Pool.objects.all()
    [only] = RecycleRule.objects.all()
    assert (pool.active, pool.auto_recycle, pool.everyone, only.days) == (False, False, True, 30)
    assert queries.mine(ann) == []
    changed("pool", pool.id, active=True)
    assert [each["id"] for each in queries.mine(bob)] == [str(pool.id)]
    record = made("account", name="Free", owner=None).id
    root = replace(ann, admin=True)
    assert assign(root, pool.id, Giving(records=[record], by="load"))["assigned"]
