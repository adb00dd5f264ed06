"""Every object there is can be listed, filtered, sorted, grouped and added up by whatever its fields say they allow."""

from __future__ import annotations

import pytest

from haoke.core import registry
from haoke.core.access.actor import Actor, Scope
from haoke.core.criteria.paths import may_read
from haoke.core.fieldtypes.base import Op
from haoke.core.records.reading import ListQuery, board, list_page, totals
from haoke.core.testing.app.rows import actor_for, person

pytestmark = pytest.mark.django_db
KEYS = sorted(registry.objects())


@pytest.fixture(params=[Scope.ALL, Scope.SUBORDINATES, Scope.DEPARTMENTS], ids=str)
def actor(request: pytest.FixtureRequest) -> Actor:
    return actor_for(person("Ann"), request.param)


@pytest.mark.parametrize("key", KEYS)
def test_lists(key: str, actor: Actor) -> None:
    spec, fields = registry.get(key), registry.fields(key)
    page = list_page(actor, spec, ListQuery(count=True, limit=200))
    assert page.count == len(page.items)
    for name, each in fields.items():
        if each.type.sortable:
            list_page(actor, spec, ListQuery(sort=f"-{name}", fields=[name]))
        if Op.EMPTY in each.type.operators:
            list_page(actor, spec, ListQuery(filter={"field": name, "op": "empty"}, fields=[name]))


@pytest.mark.parametrize("key", KEYS)
def test_totals_and_boards(key: str, actor: Actor) -> None:
    spec, fields = registry.get(key), registry.fields(key)
    sums = [name for name, each in fields.items() if each.type.kind == "money"][:5]
    for name, each in fields.items():
        if each.type.groupable:
            assert totals(actor, spec, group=name, sums=sums)["count"] >= 0
    if spec.board:
        assert board(actor, spec)["columns"] is not None


@pytest.mark.parametrize("key", KEYS)
def test_related(key: str, actor: Actor) -> None:
    spec = registry.get(key)
    for name, relation in registry.relations(key).items():
        if not may_read(actor, registry.get(relation.child)):
            continue
        for op in ("some", "none"):
            list_page(actor, spec, ListQuery(filter={"related": name, "op": op}, fields=["id"]))
