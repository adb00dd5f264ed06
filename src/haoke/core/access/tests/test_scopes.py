"""How far verbs reach, for people, keys and parts of a whole."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from haoke.core import registry
from haoke.core.access import owners, require, scope_of
from haoke.core.access.actor import Actor, Scope, Verb, system
from haoke.core.access.scopes import asks_proof, granted, require_whole, unowned_in
from haoke.core.errors import Denied, Missing, StepUpRequired
from haoke.core.metadata import Metadata, using
from haoke.core.modules.declared import Module
from haoke.core.spec import Action
from haoke.core.text import T

ME = uuid4()
A, B, C, D, E = (uuid4() for _ in range(5))


def actor(**rights: object) -> Actor:
    return replace(Actor(ME), **rights)  # type: ignore[arg-type]  # tests name the fields they mean


def test_the_first_row_that_names_the_verb_decides() -> None:
    thing, rack = registry.get("thing"), registry.get("rack")
    grants = {
        "*": {"*": Scope.OWN, "export": Scope.ALL},
        "@data": {"update": Scope.DEPARTMENT},
        "@open": {"*": Scope.NONE},
        "thing": {"delete": Scope.SUBORDINATES},
    }
    assert granted(grants, thing, "delete") is Scope.SUBORDINATES
    assert granted(grants, thing, "update") is Scope.DEPARTMENT
    assert granted(grants, thing, "export") is Scope.ALL
    assert granted(grants, thing, "anything") is Scope.OWN
    assert granted(grants, rack, "update") is Scope.NONE
    assert granted({}, thing, "read") is Scope.NONE


def test_administrators_and_open_objects() -> None:
    assert scope_of(system(), registry.get("thing"), "read") is Scope.ALL
    assert scope_of(actor(), registry.get("rack"), "read") is Scope.ALL
    assert scope_of(actor(), registry.get("rack"), "update") is Scope.NONE


def test_a_part_goes_by_its_whole() -> None:
    part = registry.get("part")
    mine = actor(
        grants={"thing": {"read": Scope.ALL, "update": Scope.OWN, "export": Scope.DEPARTMENT, "delete": Scope.ALL}}
    )
    assert scope_of(mine, part, "read") is Scope.ALL
    assert scope_of(mine, part, "export") is Scope.DEPARTMENT
    assert {scope_of(mine, part, verb) for verb in ("update", "create", "delete", "anything")} == {Scope.OWN}


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (None, {"read", "update"}),
        ((), set()),
        (("thing:read",), {"read"}),
        (("*:update",), {"update"}),
        (("thing:*",), {"read", "update"}),
        (("*:*",), {"read", "update"}),
        (("part:read",), set()),
    ],
)
def test_a_key_does_only_what_it_is_for(scopes: tuple[str, ...] | None, allowed: set[str]) -> None:
    thing = registry.get("thing")
    admin = replace(system(), key_scopes=scopes)
    assert {verb for verb in ("read", "update") if scope_of(admin, thing, verb) is Scope.ALL} == allowed


def test_a_key_reads_open_objects_only_when_made_for_it() -> None:
    rack = registry.get("rack")
    assert scope_of(actor(key_scopes=("thing:read",)), rack, "read") is Scope.NONE
    assert scope_of(actor(key_scopes=("rack:read",)), rack, "read") is Scope.ALL


def test_require_hides_what_may_not_be_read() -> None:
    thing = registry.get("thing")
    reads = actor(grants={"thing": {"read": Scope.OWN}})
    require(reads, thing, Verb.READ)
    with pytest.raises(Denied):
        require(reads, thing, Verb.DELETE)
    with pytest.raises(Missing):
        require(actor(grants={"thing": {"delete": Scope.ALL}}), thing, Verb.UPDATE)


def test_each_scope_contains_the_one_before() -> None:
    placed = actor(reports=(ME, A), department_members=(ME, B), departments_members=(ME, B, C), departments=(D, E))
    found = {scope: owners(placed, scope) for scope in Scope}
    assert found == {
        Scope.NONE: (),
        Scope.OWN: (ME,),
        Scope.SUBORDINATES: (ME, A),
        Scope.DEPARTMENT: (ME, A, B),
        Scope.DEPARTMENTS: (ME, A, B, C),
        Scope.ALL: None,
    }
    unowned: dict[Scope, tuple[UUID, ...]] = {scope: unowned_in(placed, scope) for scope in Scope}
    assert unowned[Scope.DEPARTMENT] == (D,)
    assert unowned[Scope.DEPARTMENTS] == (D, E)
    assert {unowned[scope] for scope in (Scope.NONE, Scope.OWN, Scope.SUBORDINATES, Scope.ALL)} == {()}


def test_acting_changes_only_the_way_in() -> None:
    assert actor(reports=(A,)).acting("import") == actor(reports=(A,), via="import")


def test_what_carries_away_or_is_guarded_wants_a_proof() -> None:
    thing = registry.get("thing")
    ring = Action("ring", lambda *_: None, T("Ring", "响铃"), guarded=True)
    walk = Action("walk", lambda *_: None, T("Walk", "走"))
    bell = replace(thing, actions=(ring, walk))
    settings = replace(thing, group="settings", internal=False)
    unproved = replace(system(), proved=False)
    wanted = {
        (thing, "update"): False, (thing, "export"): True, (thing, "export_raw"): True, (bell, "ring"): True,
        (bell, "walk"): False, (settings, "update"): True, (settings, "read"): False,
        (replace(settings, own=True), "update"): False, (replace(settings, open=True), "update"): False,
        (replace(settings, open=True, placing=True), "update"): True,
        (replace(settings, open=True, placing=True), "read"): False,
    }  # fmt: skip
    assert {each: asks_proof(*each) for each in wanted} == wanted
    for (spec, verb), guarded in wanted.items():
        require(system(), spec, verb)
        if guarded:
            with pytest.raises(StepUpRequired):
                require(unproved, spec, verb)
        else:
            require(unproved, spec, verb)


def test_a_key_for_a_few_things_leaves_nothing_behind() -> None:
    require_whole(actor())
    with pytest.raises(Denied) as refused:
        require_whole(actor(key_scopes=("*:*",)))
    assert refused.value.code == "narrow_key"


def test_what_is_switched_off_is_nobodys() -> None:
    shelves = Module("shelves", T("Shelves", "层"), T("Shelves", "层"), "box", ("rack", "shelf"))
    with pytest.MonkeyPatch.context() as patch, using(Metadata(off=frozenset({"shelves"}))):
        patch.setattr(registry, "modules", lambda: {"shelves": shelves})
        assert scope_of(system(), registry.get("rack"), "read") is Scope.NONE
        assert scope_of(system(), registry.get("thing"), "read") is Scope.ALL
