"""One record of two: values, everything that points there, old ids, and apart again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from haoke.core import registry, search
from haoke.core.access.actor import Actor, Scope
from haoke.core.errors import Conflict, Denied, Invalid, Missing, Stale
from haoke.core.log import entries, timeline
from haoke.core.merging import former
from haoke.core.merging.models import Former
from haoke.core.merging.work import Wanted
from haoke.core.records import changes, undo
from haoke.core.records.reading import ListQuery, list_page, read_one
from haoke.core.records.tests.acting import change, make
from haoke.core.testing.app.models import Part, RemarkLink, Thing
from haoke.core.testing.app.rows import actor_for, person

pytestmark = pytest.mark.django_db
THING = "thing"


def merge(actor: Actor, keep: Any, gone: Any, /, rule: str | None = None, **take: str) -> UUID:
    with changes(actor, "merge") as tx:
        tx.merge(THING, Wanted(keep.id, gone.id, take, rule))
        return tx.change


def now(record: Any) -> Any:
    return Thing.objects.get(id=record.id)


def spec() -> Any:
    return registry.get(THING)


def test_empty_fields_are_filled_lists_united_and_the_survivors_values_stay(ann: Actor) -> None:
    keep = make(ann, name="A", tags=["x"], colours=["red"], quantity=1)
    gone = make(ann, name="B", tags=["y", "x"], colours=["blue"], quantity=2, description="told", rating=3)
    merge(ann, keep, gone)
    thing = now(keep)
    assert (thing.name, thing.tags, thing.colours, thing.quantity) == ("A", ["x", "y"], ["red", "blue"], 1)
    assert (thing.description, thing.rating) == ("told", 3)


def test_each_field_can_be_chosen_also_its_being_empty(ann: Actor) -> None:
    keep = make(ann, name="A", tags=["x"], description="mine", rating=3)
    gone = make(ann, name="B", tags=["y"], description="theirs")
    merge(ann, keep, gone, name="other", tags="other", description="both", rating="other")
    thing = now(keep)
    assert (thing.name, thing.tags, thing.description, thing.rating) == ("B", ["y"], "mine\n\ntheirs", None)


@pytest.mark.parametrize(("rule", "name"), [("newest", "B"), ("oldest", "A"), ("complete", "B"), (None, "A")])
def test_a_rule_says_whose_values_win(ann: Actor, rule: str | None, name: str) -> None:
    keep = make(ann, name="A")
    gone = make(ann, name="B", rating=3, quantity=4)
    change(ann, gone.id, rating=4)
    merge(ann, keep, gone, rule)
    assert now(keep).name == name


def test_everything_that_points_at_it_is_moved_and_moves_back(ann: Actor) -> None:
    keep, gone = make(ann, name="A"), make(ann, name="B")
    child = make(ann, name="C", parent=gone.id)
    with changes(ann, "create") as tx:
        part = tx.create("part", {"name": "P", "thing": gone.id})
        remark = tx.create("remark", {"text": "R"})
        tie = tx.add("remark_link", {"remark": remark.id, "object": THING, "record": gone.id})
    done = merge(ann, keep, gone)
    assert now(child).parent_id == keep.id
    assert Part.objects.get(id=part.id).thing_id == keep.id
    assert RemarkLink.objects.get(id=tie.id).record == keep.id
    result = undo(ann, done)
    assert result["kept"] == []
    assert now(child).parent_id == gone.id
    assert Part.objects.get(id=part.id).thing_id == gone.id
    assert RemarkLink.objects.get(id=tie.id).record == gone.id
    assert now(gone).deleted_at is None
    undo(ann, UUID(result["change"]))
    assert now(child).parent_id == keep.id
    assert now(gone).deleted_at is not None
    assert former.survivor(ann, spec(), gone.id) == keep.id


def test_neither_ends_up_above_itself(ann: Actor) -> None:
    gone = make(ann, name="B")
    keep = make(ann, name="A", parent=gone.id)
    merge(ann, keep, gone)
    assert now(keep).parent_id is None


def test_a_longer_circle_is_refused_and_the_other_value_helps(ann: Actor) -> None:
    gone = make(ann, name="B")
    between = make(ann, name="M", parent=gone.id)
    keep = make(ann, name="A", parent=between.id)
    with pytest.raises(Invalid) as refused:
        merge(ann, keep, gone)
    assert refused.value.problems[0].field == "parent"
    merge(ann, keep, gone, parent="other")
    assert (now(keep).parent_id, now(between).parent_id) == (None, keep.id)


def test_the_old_id_and_number_lead_on_however_often(ann: Actor) -> None:
    first, second, third = make(ann, name="A"), make(ann, name="B"), make(ann, name="C")
    merge(ann, second, first)
    merge(ann, third, second)
    assert former.survivor(ann, spec(), first.id) == third.id
    assert former.survivor(ann, spec(), third.id) is None
    with pytest.raises(Missing):
        read_one(ann, spec(), first.id)
    page = list_page(ann, spec(), ListQuery(q=first.number))
    assert [item["id"] for item in page.items] == [str(third.id)]
    assert search.find(ann, first.number, [THING]) == []  # internal objects are not searched from everywhere


def test_what_went_is_neither_in_the_list_nor_in_the_bin(ann: Actor) -> None:
    keep, gone, binned = make(ann, name="A"), make(ann, name="B"), make(ann, name="C")
    with changes(ann, "delete") as tx:
        tx.delete(THING, binned.id)
    merge(ann, keep, gone)
    listed = {each["id"] for each in list_page(ann, spec(), ListQuery()).items}
    lying = {each["id"] for each in list_page(ann, spec(), ListQuery(deleted=True)).items}
    assert (listed, lying) == ({str(keep.id)}, {str(binned.id)})
    with pytest.raises(Missing), changes(ann, "restore") as tx:
        tx.restore(THING, gone.id)


def test_the_history_of_both_is_one_and_says_whose_each_entry_was(ann: Actor) -> None:
    keep, gone = make(ann, name="A"), make(ann, name="B")
    change(ann, gone.id, name="B2")
    change(ann, keep.id, name="A2")
    merge(ann, keep, gone, name="other")
    found = entries(ann, spec(), keep.id)["items"]
    told = [
        (each["verb"], each.get("former", {}).get("number"), [(c["before"], c["after"]) for c in each["changes"]])
        for each in found
    ]
    assert told == [
        ("x:merged", gone.number, []),
        ("update", None, [("A2", "B2")]),
        ("update", None, [("A", "A2")]),
        ("update", gone.number, [("B", "B2")]),
        ("create", gone.number, []),
        ("create", None, []),
    ]
    older = entries(ann, spec(), keep.id, cursor=str(found[2]["id"]))["items"]
    assert older == found[3:]
    line = timeline(ann, spec(), keep.id)["items"]
    assert [each.get("former", {}).get("title") for each in line] == ["B2", None, None, "B2", "B2", None]


def test_the_history_after_an_undo_names_the_other_by_its_id_alone(ann: Actor) -> None:
    keep, gone = make(ann, name="A"), make(ann, name="B")
    undo(ann, merge(ann, keep, gone))
    found = entries(ann, spec(), keep.id)["items"]
    assert [each["verb"] for each in found] == ["x:unmerged", "x:merged", "create"]
    assert [each.get("former") for each in found[:2]] == [{"id": str(gone.id), "number": None, "title": None}] * 2


def test_later_edits_stay_and_are_named(ann: Actor) -> None:
    keep, gone = make(ann, name="A", quantity=1), make(ann, name="B", quantity=2, rating=3)
    first, second = make(ann, name="C", parent=gone.id), make(ann, name="D", parent=gone.id)
    elsewhere = make(ann, name="E")
    done = merge(ann, keep, gone, quantity="other")
    change(ann, keep.id, quantity=9)
    change(ann, second.id, parent=elsewhere.id)
    added = make(ann, name="F", parent=keep.id)
    result = undo(ann, done)
    assert {(each["title"], each["field"]) for each in result["kept"]} == {("A", "quantity"), ("D", "parent")}
    assert (now(keep).quantity, now(keep).rating, now(gone).quantity) == (9, None, 2)
    assert [now(each).parent_id for each in (first, second, added)] == [gone.id, elsewhere.id, keep.id]


def test_the_later_of_two_merges_is_undone_first(ann: Actor) -> None:
    first, second, third = make(ann, name="A"), make(ann, name="B"), make(ann, name="C")
    one, two = merge(ann, second, first), merge(ann, third, second)
    with pytest.raises(Conflict):
        undo(ann, one)
    undo(ann, two)
    undo(ann, one)
    assert {now(each).deleted_at for each in (first, second, third)} == {None}
    assert not Former.objects.filter(undone=None).exists()


def test_a_merged_record_is_not_merged_again(ann: Actor) -> None:
    keep, gone, third = make(ann, name="A"), make(ann, name="B"), make(ann, name="C")
    merge(ann, keep, gone)
    for pair in ((third, gone), (gone, third)):
        with pytest.raises(Conflict) as refused:
            merge(ann, *pair)
        assert (refused.value.code, refused.value.extra["into"]) == ("merged", str(keep.id))
    with pytest.raises(Invalid):
        merge(ann, keep, keep)


def test_versions_seen_are_the_ones_merged(ann: Actor) -> None:
    keep, gone = make(ann, name="A"), make(ann, name="B")
    change(ann, gone.id, name="B2")
    with pytest.raises(Stale), changes(ann, "merge") as tx:
        tx.merge(THING, Wanted(keep.id, gone.id, {}, None, 1, 1))
    assert now(gone).deleted_at is None


@pytest.mark.parametrize("verb", ["merge", "update", "delete"])
def test_all_three_rights_are_asked_on_both(ann: Actor, verb: str) -> None:
    me = person("Me")
    limited = actor_for(me, verbs={"*": Scope.ALL, verb: Scope.OWN})
    mine, other = make(limited, name="A"), make(ann, name="B")
    for pair in ((mine, other), (other, mine)):
        with pytest.raises(Denied):
            merge(limited, *pair)
    merge(limited, mine, make(limited, name="C"))


def test_several_merges_of_one_change_are_undone_together(ann: Actor) -> None:
    first, second, third = (make(ann, name=name, tags=[name]) for name in "ABC")
    child = make(ann, name="D", parent=first.id)
    with changes(ann, "merge") as tx:
        tx.merge(THING, Wanted(second.id, first.id, {}))
        tx.merge(THING, Wanted(third.id, second.id, {}))
    assert (now(third).tags, now(child).parent_id) == (["C", "B", "A"], third.id)
    result = undo(ann, tx.change)
    assert result["kept"] == []
    assert [(now(each).tags, now(each).deleted_at) for each in (first, second, third)] == [
        (["A"], None),
        (["B"], None),
        (["C"], None),
    ]
    assert now(child).parent_id == first.id
    undo(ann, UUID(result["change"]))
    assert (now(third).tags, now(child).parent_id) == (["C", "B", "A"], third.id)
    assert former.survivor(ann, spec(), first.id) == third.id
