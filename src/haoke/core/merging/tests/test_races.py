"""Many at once merge the same two, and one who dies in the middle: one effect, or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core.access.actor import Actor
from haoke.core.errors import Refused
from haoke.core.merging import former
from haoke.core.merging.models import Former
from haoke.core.merging.work import Wanted
from haoke.core.records import changes
from haoke.core.records.tests.acting import make
from haoke.core.testing.app.models import Part, Thing

pytestmark = pytest.mark.django_db(transaction=True)
TIMES, WIDE = 50, 8


def merge(actor: Actor, keep: UUID, gone: UUID) -> UUID:
    with changes(actor, "merge") as tx:
        tx.merge("thing", Wanted(keep, gone, {}))
        return tx.change


def test_of_many_merges_of_the_same_two_one_is_done(root: Actor) -> None:
    pair = [make(root, name=name).id for name in ("A", "B")]
    parts = [_part(root, each) for each in pair for _ in range(3)]

    def one(number: int) -> Any:
        try:
            return merge(root, *(pair if number % 2 else reversed(pair)))
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(WIDE) as pool:
        done = list(pool.map(one, range(TIMES)))
    assert [type(each) for each in done].count(UUID) == 1
    assert {each.code for each in done if isinstance(each, Refused)} == {"merged"}
    kept = Former.objects.get()
    assert {kept.record, kept.into} == set(pair)
    assert set(Part.objects.filter(id__in=parts).values_list("thing", flat=True)) == {kept.into}
    assert Thing.objects.get(deleted_at=None, id__in=pair).id == kept.into


def test_who_dies_in_the_middle_leaves_nothing(root: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, gone = (make(root, name=name).id for name in ("A", "B"))
    part = _part(root, gone)
    keeping = former.keep

    def dies(*given: Any) -> None:
        keeping(*given)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(former, "keep", dies)
    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        merge(root, keep, gone)
    connection.close()
    assert Thing.objects.filter(deleted_at=None, id__in=(keep, gone)).count() == 2
    assert Part.objects.get(id=part).thing_id == gone
    assert not Former.objects.exists()
    monkeypatch.undo()
    merge(root, keep, gone)
    assert Part.objects.get(id=part).thing_id == keep


def _part(actor: Actor, thing: UUID) -> UUID:
    with changes(actor, "create") as tx:
        made: UUID = tx.create("part", {"name": "P", "thing": thing}).id
        return made
