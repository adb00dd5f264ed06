"""The row predicate against a plain-Python verdict, on random companies, records, roles and shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from haoke.core import registry
from haoke.core.access import rows, visible_to
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.sql import join
from haoke.core.testing.lots import examples
from haoke.identity import actors
from haoke.identity.administering.why import Explainer
from haoke.identity.rights import grants_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.spec import ObjectSpec

pytestmark = pytest.mark.django_db

EARLIER, LATER = (datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2100))
ASKED = ("read", "update", "delete", "export", "share", "poke")
SHARED_READ, SHARED_WRITE = ("read",), ("read", "update", "poke")


@dataclass(frozen=True)
class Row:
    """A record of any test object; `of`: the thing it is a part of; `tied`: (object, position, link removed)."""

    id: UUID
    owner: int | None
    department: int | None
    deleted: bool
    of: int | None = None
    tied: tuple[tuple[str, int, bool], ...] = ()


@dataclass(frozen=True)
class Share:
    object: str
    position: int
    to: tuple[str, int]
    level: str
    until: datetime | None


@dataclass(frozen=True)
class World:
    """A company, everything named by position: each user's manager and home, each department's parent; its records."""

    managers: tuple[int | None, ...]
    homes: tuple[int | None, ...]
    parents: tuple[int | None, ...]
    members: tuple[tuple[int, int], ...]
    grants: dict[str, dict[str, str]]
    things: tuple[Row, ...]
    parts: tuple[Row, ...]
    remarks: tuple[Row, ...]
    shares: tuple[Share, ...]

    def below(self, user: int) -> set[int]:
        """The user and everybody who reports to him, however indirectly."""
        found = {user}
        while more := {u for u, manager in enumerate(self.managers) if manager in found} - found:
            found |= more
        return found

    def down(self, department: int | None) -> set[int]:
        found = set() if department is None else {department}
        while more := {d for d, parent in enumerate(self.parents) if parent in found} - found:
            found |= more
        return found

    def up(self, department: int | None) -> set[int]:
        found: set[int] = set()
        while department is not None and department not in found:
            found.add(department)
            department = self.parents[department]
        return found


# -- the plain verdict ----------------------------------------------------------------------------------


def scope(world: World, key: str, verb: str) -> Scope:
    for row in (key, "*"):
        found = world.grants.get(row, {})
        for name in (verb, "*"):
            if name in found:
                return Scope[found[name].upper()]
    return Scope.NONE


def sees(world: World, user: int, spec: ObjectSpec, verb: str, row: Row, *, bin_too: bool = False) -> bool:
    """Whether the user reaches the row; deletion of the row itself is the caller's business."""
    if spec.parent:
        whole = world.things[row.of or 0]
        asked = verb if verb in ("read", "export", "import", "import_history") else "update"
        return (bin_too or not whole.deleted) and sees(world, user, registry.get("thing"), asked, whole)
    reach = scope(world, spec.key, verb)
    if reach is Scope.NONE:
        return False
    return (
        reach is Scope.ALL
        or owned(world, user, reach, row)
        or shared(world, user, spec.key, verb, row)
        or (verb == "read" and seen_through(world, user, spec, row))
    )


def owned(world: World, user: int, reach: Scope, row: Row) -> bool:
    home = world.homes[user]
    people = {user}
    if reach >= Scope.SUBORDINATES:
        people |= world.below(user)
    if reach >= Scope.DEPARTMENT and home is not None:
        people |= {u for u, each in enumerate(world.homes) if each == home}
    if reach >= Scope.DEPARTMENTS:
        people |= {u for u, each in enumerate(world.homes) if each in world.down(home)}
    if row.owner is not None:
        return row.owner in people
    if reach is Scope.DEPARTMENT:
        return row.department is not None and row.department == home
    return reach is Scope.DEPARTMENTS and row.department in world.down(home)


def shared(world: World, user: int, key: str, verb: str, row: Row) -> bool:
    table: Sequence[Row] = {"thing": world.things, "part": world.parts, "remark": world.remarks}[key]
    for share in world.shares:
        kind, to = share.to
        mine = {
            "user": to == user,
            "department": to in world.up(world.homes[user]),
            "team": (to, user) in world.members,
        }[kind]
        named = share.object == key and table[share.position % len(table)].id == row.id if table else False
        gives = SHARED_WRITE if share.level == "write" else SHARED_READ
        if named and mine and verb in gives and (share.until is None or share.until > datetime.now(UTC)):
            return True
    return False


def seen_through(world: World, user: int, spec: ObjectSpec, row: Row) -> bool:
    if spec.through:
        whole = world.things[row.of or 0]
        return not whole.deleted and sees(world, user, registry.get("thing"), "read", whole)
    for key, position, removed in row.tied:
        table = world.things if key == "thing" else world.parts
        if removed or not table:
            continue
        tied = table[position % len(table)]
        if not tied.deleted and sees(world, user, registry.get(key), "read", tied):
            return True
    return False


# -- random worlds --------------------------------------------------------------------------------------

SCOPES = st.sampled_from([scope.name.lower() for scope in Scope])
VERBS = st.sampled_from(["read", "update", "delete", "export", "share", "*"])
VERB_ROWS = st.dictionaries(VERBS, SCOPES, max_size=4)
#: Reading and updating are always named, else most worlds would be empty for everybody.
GENERAL = st.fixed_dictionaries({"read": SCOPES, "update": SCOPES}, optional={"*": SCOPES, "export": SCOPES})
GRANTS = st.fixed_dictionaries({"*": GENERAL}, optional=dict.fromkeys(("thing", "part", "remark"), VERB_ROWS))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    users, departments = draw(st.integers(1, 5)), draw(st.integers(0, 4))
    teams = 2
    place = st.none() if not departments else st.none() | st.integers(0, departments - 1)
    record = st.tuples(st.none() | st.integers(0, users - 1), place, st.booleans())
    things = draw(st.lists(record, min_size=1, max_size=5))
    parts = draw(st.lists(st.tuples(record, st.integers(0, len(things) - 1)), max_size=4))
    tie = st.tuples(st.sampled_from(["thing", "part"]), st.integers(0, 4), st.booleans())
    remarks = draw(st.lists(st.tuples(record, st.lists(tie, max_size=3)), max_size=4))
    receivers = [
        st.tuples(st.just("user"), st.integers(0, users - 1)),
        st.tuples(st.just("team"), st.integers(0, teams - 1)),
    ]
    if departments:
        receivers.append(st.tuples(st.just("department"), st.integers(0, departments - 1)))
    share = st.builds(
        Share,
        st.sampled_from(["thing", "part", "remark"]),
        st.integers(0, 4),
        st.one_of(receivers),
        st.sampled_from(["read", "write"]),
        st.sampled_from([None, LATER, EARLIER]),
    )
    return World(
        managers=tuple(draw(st.none() | st.integers(0, u - 1)) if u else None for u in range(users)),
        homes=tuple(draw(place) for _ in range(users)),
        parents=tuple(draw(st.none() | st.integers(0, d - 1)) if d else None for d in range(departments)),
        members=tuple(draw(st.sets(st.tuples(st.integers(0, teams - 1), st.integers(0, users - 1)), max_size=4))),
        grants=draw(GRANTS),
        things=tuple(Row(uuid7(), *values) for values in things),
        parts=tuple(Row(uuid7(), *values, of=of) for values, of in parts),
        remarks=tuple(Row(uuid7(), *values, tied=tuple(tied)) for values, tied in remarks),
        shares=tuple(draw(st.lists(share, max_size=4, unique_by=lambda s: (s.object, s.position, s.to)))),
    )


def store(world: World) -> list[UUID]:
    """Write the world; the users' ids."""
    with changes(system("test"), "world") as tx:
        role = tx.add("role", {"name": {"en": "r"}, "grants": world.grants}).id
        departments: list[UUID] = []
        for number, parent in enumerate(world.parents):
            parent_id = None if parent is None else departments[parent]
            departments.append(tx.add("department", {"name": f"d{number}", "parent": parent_id}).id)
        users: list[UUID] = []
        for number, (manager, home) in enumerate(zip(world.managers, world.homes, strict=True)):
            values: dict[str, Any] = {"name": f"u{number}", "state": "active", "roles": [role]}
            values["manager"] = None if manager is None else users[manager]
            values["department"] = None if home is None else departments[home]
            users.append(tx.add("user", values).id)
        teams = [tx.add("team", {"name": f"t{number}"}).id for number in range(2)]
        for team, user in world.members:
            tx.add("team_member", {"team": teams[team], "user": users[user]})
        _store_records(tx, world, users, departments)
        _store_shares(tx, world, {"user": users, "department": departments, "team": teams})
        _delete(tx, world)
    return users


def _store_records(tx: Any, world: World, users: list[UUID], departments: list[UUID]) -> None:
    real: dict[UUID, UUID] = {}

    def add(key: str, row: Row, **values: Any) -> None:
        owner = None if row.owner is None else users[row.owner]
        made = tx.add(key, {"owner": owner, **values})
        # As given: the write path would fill in the owner's department.
        home = None if row.department is None else departments[row.department]
        if made.department_id != home:
            tx.set(key, made, {"department": home})
        real[row.id] = made.id

    for row in world.things:
        add("thing", row, name="thing")
    for row in world.parts:
        add("part", row, name="part", thing=real[world.things[row.of or 0].id])
    for row in world.remarks:
        add("remark", row, text="remark")
    _real.update(real)
    for row in world.remarks:
        for key, position, removed in row.tied:
            table = world.things if key == "thing" else world.parts
            if table:
                target = real[table[position % len(table)].id]
                made = tx.add("remark_link", {"remark": real[row.id], "object": key, "record": target})
                if removed:
                    tx.delete("remark_link", made.id)


#: Ids the write path gave, by the ids of the world.
_real: dict[UUID, UUID] = {}


def _store_shares(tx: Any, world: World, receivers: dict[str, list[UUID]]) -> None:
    tables = {"thing": world.things, "part": world.parts, "remark": world.remarks}
    seen = set()
    for share in world.shares:
        table = tables[share.object]
        if not table:
            continue
        record = _real[table[share.position % len(table)].id]
        kind, to = share.to
        if (record, share.to) not in seen:
            seen.add((record, share.to))
            given = {"level": share.level, "until": share.until, f"to_{kind}": receivers[kind][to]}
            tx.add("record_share", {"object": share.object, "record": record, **given})


def _delete(tx: Any, world: World) -> None:
    for key, table in (("part", world.parts), ("remark", world.remarks), ("thing", world.things)):
        for row in table:
            if row.deleted:
                registry.get(key).model._base_manager.filter(pk=_real[row.id]).update(deleted_at=tx.now)


def found(actor: Actor, spec: ObjectSpec) -> dict[tuple[str, bool], set[UUID]]:
    """{(verb, in the bin): ids} as the database gives them, in one statement."""
    asked = [(verb, deleted) for verb in ASKED for deleted in (False, True)]
    predicates = [visible_to(actor, spec, verb, deleted=deleted) for verb, deleted in asked]
    columns = join(", ", predicates)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT r.id, {columns.text} FROM {spec.model._meta.db_table} r", columns.params)
        rows_ = cursor.fetchall()
    return {each: {row[0] for row in rows_ if row[number]} for number, each in enumerate(asked, 1)}


def expected(world: World, user: int, spec: ObjectSpec) -> dict[tuple[str, bool], set[UUID]]:
    """The same by the plain verdict."""
    table = {"thing": world.things, "part": world.parts, "remark": world.remarks}[spec.key]
    return {
        (verb, deleted): {
            _real[row.id]
            for row in table
            if row.deleted == deleted and sees(world, user, spec, verb, row, bin_too=deleted)
        }
        for verb in ASKED
        for deleted in (False, True)
    }


def specs() -> list[ObjectSpec]:
    part = registry.get("part")
    return [registry.get("thing"), part, replace(part, parent=None, through=("thing",)), registry.get("remark")]


def by_share_alone(kind: str, until: datetime | None) -> World:
    """Two people; what the second owns reaches the first by one share and by nothing else."""
    return World(
        managers=(None, None),
        homes=(0, None),
        parents=(None,),
        members=((0, 0),),
        grants={"*": {"read": "own", "update": "own", "export": "own"}},
        things=(Row(uuid7(), 1, None, False),),
        parts=(),
        remarks=(),
        shares=(Share("thing", 0, (kind, 0), "write", until),),
    )


# Shares that have ended, and ones that have not, are judged in every run: a random world seldom hangs on one alone.
@example(world=by_share_alone("user", EARLIER))
@example(world=by_share_alone("team", EARLIER))
@example(world=by_share_alone("department", EARLIER))
@example(world=by_share_alone("user", LATER))
@pytest.mark.parametrize("few", [0, 50])
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_predicate_equals_the_plain_verdict(few: int, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "FEW", few)
    _real.clear()
    deduplicated = replace(world, shares=_first_of_each(world))
    with transaction.atomic():
        for user, user_id in enumerate(store(deduplicated)):
            # Grants as written, so that objects which follow a parent can be looked at without it too.
            actor = replace(actors.load(user_id), grants=grants_of(world.grants))
            for spec in specs():
                assert found(actor, spec) == expected(deduplicated, user, spec), (spec.key, user)
        transaction.set_rollback(True)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_the_explanation_says_yes_exactly_where_the_predicate_does(world: World) -> None:
    _real.clear()
    deduplicated = replace(world, shares=_first_of_each(world))
    with transaction.atomic():
        for user_id in store(deduplicated):
            actor = replace(actors.load(user_id), grants=grants_of(world.grants))
            explainer = Explainer(system("test"), actor, {})
            for spec in specs():
                reached = found(actor, spec)
                for verb in ("read", "update"):
                    _held_to(explainer, spec, verb, reached[verb, False])
        transaction.set_rollback(True)


def _held_to(explainer: Explainer, spec: ObjectSpec, verb: str, reached: set[UUID]) -> None:
    """Some reason holds for every live row in reach and for no other; what hangs on others holds as those do."""
    for record in spec.model._base_manager.filter(deleted_at=None).values_list("pk", flat=True):
        reasons = explainer.reasons(spec, record, verb)
        assert any(reason.holds for reason in reasons) == (record in reached), (spec.key, verb, reasons)
        assert all(reason.steps for reason in reasons)
        for reason in reasons:
            if reason.kind in ("parent", "through", "tied"):
                assert reason.holds == any(each.holds for each in reason.because), (spec.key, verb, reason)


def _first_of_each(world: World) -> tuple[Share, ...]:
    """Shares as stored: one for each record and receiver."""
    tables = {"thing": world.things, "part": world.parts, "remark": world.remarks}
    kept: dict[Any, Share] = {}
    for share in world.shares:
        table = tables[share.object]
        if table:
            kept.setdefault((share.object, share.position % len(table), share.to), share)
    return tuple(kept.values())
