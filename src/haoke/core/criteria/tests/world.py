"""Random records in real tables, the same records as plain values, and random conditions over them."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from haoke.core import access, registry
from haoke.core.access.actor import Actor, Scope, Verb
from haoke.core.criteria.parsing import BARE
from haoke.core.errors import BadValue
from haoke.core.fieldtypes.base import Op
from haoke.core.ids import uuid7
from haoke.core.testing.app.rows import one, person, put

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.fields import FieldDef

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
RATES = {"USD": Decimal("7.1")}
#: Kinds a random condition is made of beside references.
SKIPPED = frozenset({"id", "version", "created_at", "updated_at", "created_by", "updated_by", "number"})
RELATIVE = (
    *({"rel": name} for name in ("today", "yesterday", "this_week", "last_month", "this_quarter", "next_year")),
    *(
        {"rel": name, "n": n}
        for name, n in {"last_days": 30, "next_days": 400, "days_ago": 3, "days_ahead": 90}.items()
    ),
)
WHOSE = ({"me": True}, {"my_team": True}, {"my_department": True})


@dataclass
class World:
    """{object: {id: {field: value}}} of everything stored, and who looks at it."""

    rng: random.Random
    me: Actor
    rows: dict[str, dict[UUID, dict[str, Any]]] = field(default_factory=dict)
    links: list[tuple[UUID, str, UUID]] = field(default_factory=list)
    known: dict[str, dict[UUID, dict[str, Any]]] = field(default_factory=dict)

    def seen(self, key: str) -> dict[UUID, dict[str, Any]]:
        """Rows the policy shows, worked out without SQL."""
        if key not in self.known:
            self.known[key] = self._seen(key)
        return self.known[key]

    def _seen(self, key: str) -> dict[UUID, dict[str, Any]]:
        spec = registry.get(key)
        if spec.parent is not None:
            wholes = self.seen(spec.parent)
            return {each: row for each, row in self.rows[key].items() if row[spec.parent] in wholes and not row["gone"]}
        scope = access.scope_of(self.me, spec, Verb.READ)
        return {each: row for each, row in self.rows[key].items() if not row["gone"] and self._reached(row, scope)}

    def _reached(self, row: dict[str, Any], scope: Scope) -> bool:
        owners = access.owners(self.me, scope)
        ownerless = row["owner"] is None and row["department"] in self.me.departments
        return owners is None or row["owner"] in owners or (scope is Scope.DEPARTMENTS and ownerless)


def build(seed: int, things: int = 60) -> World:
    """A world of `things` things, made of the seed alone."""
    rng = random.Random(seed)
    with connection.cursor() as cursor:  # uncommitted rows have no statistics: the planner would loop over all of them
        cursor.execute("SET LOCAL enable_nestloop = off")
    department, other = one("department", name=f"North {seed}"), one("department", name=f"South {seed}")
    people = [person(f"P{n}", department=department if n < 2 else other) for n in range(4)]
    ids = [each.pk for each in people]
    grants = {"*": {"*": Scope.ALL}, "thing": {"*": Scope.DEPARTMENTS}, "remark": {"*": Scope.ALL}}
    me = Actor(
        id=ids[0], grants=grants, reports=(ids[0], ids[2]), department=department.pk, departments=(department.pk,),
        department_members=tuple(ids[:2]), departments_members=tuple(ids[:2]),
    )  # fmt: skip
    world = World(rng, me)
    racks = _store(world, "rack", [{"name": {"zh": f"架{n}", "en": f"Rack {n}"}} for n in range(2)])
    shelves = [
        {
            "name": {"zh": f"层{n}", "en": f"Shelf {n}"},
            "rack": rng.choice(racks),
            "order": n % 3,
            "kind": rng.choice(("open", "won")),
        }
        for n in range(5)
    ]
    known = {"user": ids, "department": [department.pk, other.pk], "rack": racks, "thing": []}
    known["shelf"] = _store(world, "shelf", shelves)
    for size in (things // 2, things - things // 2):  # the second half may have parents
        known["thing"] += _store(world, "thing", [_random_row(rng, "thing", known) for _ in range(size)])
    _store(world, "part", [_random_row(rng, "part", known, gone=0.1) for _ in range(things * 2)])
    remarks = _store(world, "remark", [_random_row(rng, "remark", known, gone=0.1) for _ in range(things)])
    world.links = [(rng.choice(remarks), "thing", rng.choice(known["thing"])) for _ in range(things)]
    _store(
        world, "remark_link", [{"remark": remark, "object": key, "record": each} for remark, key, each in world.links]
    )
    return world


def _store(world: World, key: str, rows: list[dict[str, Any]]) -> list[UUID]:
    fields = registry.fields(key)
    made = put(
        key,
        [
            {n: v for n, v in row.items() if n != "gone"} | {"deleted_at": NOW if row.get("gone") else None}
            for row in rows
        ],
    )
    kept = world.rows.setdefault(key, {})
    for record, row in zip(made, rows, strict=True):
        values = {
            name: each.type.clean(row.get(name, each.default)) for name, each in fields.items() if name not in SKIPPED
        }
        kept[record.pk] = values | {"gone": bool(row.get("gone"))}
    return [record.pk for record in made]


def _random_row(rng: random.Random, key: str, known: dict[str, list[UUID]], gone: float = 0.05) -> dict[str, Any]:
    row: dict[str, Any] = {"gone": rng.random() < gone}
    for name, each in registry.fields(key).items():
        if name in SKIPPED or (not each.required and rng.random() < 0.3):
            continue
        value = _random_value(rng, each, known)
        if value is not None:
            row[name] = value
    return row


def _random_value(rng: random.Random, each: FieldDef, known: dict[str, list[UUID]]) -> Any:
    target = each.type.meta().get("target")
    if target is not None:
        pool = known.get(str(target), [])
        if each.type.kind == "multireference":
            return rng.sample(pool, rng.randrange(len(pool) + 1)) or None
        return rng.choice(pool) if pool else None
    if each.type.kind == "integer":
        return rng.randrange(0, 6)
    if each.type.kind == "date":
        return (NOW.date() + dt.timedelta(rng.randrange(-40, 40))).isoformat()
    return each.type.sample(random.Random(rng.randrange(6)))  # few different values, so that conditions hit


def random_tree(rng: random.Random, world: World, key: str, depth: int = 0) -> dict[str, Any]:
    """A condition on an object as JSON, one that parses."""
    shape = rng.random() + depth * 0.12
    if shape < 0.25:
        return {rng.choice(("and", "or")): [random_tree(rng, world, key, depth + 1) for _ in range(rng.randrange(4))]}
    if shape < 0.35:
        return {"not": random_tree(rng, world, key, depth + 1)}
    relations = [name for name, each in registry.relations(key).items() if each.child in world.rows]
    if shape < 0.55 and relations and depth < 4:
        name = rng.choice(sorted(relations))
        child = registry.relations(key)[name].child
        where = random_tree(rng, world, child, depth + 2) if rng.random() < 0.8 else None
        return {"related": name, "where": where, "op": rng.choice(("some", "none"))}
    return _random_leaf(rng, world, key)


def _random_leaf(rng: random.Random, world: World, key: str) -> dict[str, Any]:
    path, each, rows = _random_path(rng, world, key)
    op = rng.choice(each.type.operators)
    for _ in range(20):
        raw = _random_operand(rng, each, op, rows)
        try:
            each.type.operand(op, raw)
        except BadValue:
            if not _is_whose(raw):
                continue
        return {"field": path, "op": op.value} | ({} if raw is None else {"value": raw})
    return {"field": path, "op": rng.choice(("empty", "nempty"))}


def _random_path(rng: random.Random, world: World, key: str) -> tuple[str, FieldDef, list[Any]]:
    names = [name for name, each in registry.fields(key).items() if name not in SKIPPED and each.type.operators]
    name = rng.choice(names)
    each = registry.field(key, name)
    target = each.type.meta().get("target")
    if each.type.kind == "reference" and target in world.rows and rng.random() < 0.6:
        inner = rng.choice(
            [n for n, f in registry.fields(str(target)).items() if n not in SKIPPED and f.type.operators]
        )
        return (
            f"{name}.{inner}",
            registry.field(str(target), inner),
            [row[inner] for row in world.rows[str(target)].values()],
        )
    return name, each, [row[name] for row in world.rows[key].values()]


def _is_whose(raw: Any) -> bool:
    return raw in WHOSE or (isinstance(raw, list) and any(each in WHOSE for each in raw))


def _random_operand(rng: random.Random, each: FieldDef, op: Op, values: list[Any]) -> Any:
    if op in BARE:
        return None
    many = op in (Op.IN, Op.NIN, Op.HAS_ANY, Op.HAS_ALL, Op.HAS_NONE)
    if op is Op.BETWEEN:
        return [_one(rng, each, values), _one(rng, each, values)]
    if each.type.kind in ("user", "department") and rng.random() < 0.5:
        whose = WHOSE[2] if each.type.kind == "department" else rng.choice(WHOSE)
        return [whose, *(_one(rng, each, values) for _ in range(rng.randrange(2)))] if many else whose
    return [_one(rng, each, values) for _ in range(rng.randrange(1, 4))] if many else _one(rng, each, values)


def _one(rng: random.Random, each: FieldDef, values: list[Any]) -> Any:
    if each.type.kind in ("date", "datetime") and rng.random() < 0.6:
        return rng.choice(RELATIVE)
    value = rng.choice(values) if rng.random() < 0.7 else None
    if each.type.meta().get("target"):
        known = value[0] if isinstance(value, list) and value else value
        return str(known or uuid7())
    raw = each.type.sample(rng) if value is None else each.type.dump(value)
    flat = rng.choice(list(raw.values())) if isinstance(raw, dict) and rng.random() < 0.7 else raw
    if isinstance(flat, list) and flat and rng.random() < 0.7:
        flat = rng.choice(flat)
    if isinstance(flat, str) and rng.random() < 0.3:
        start = rng.randrange(len(flat) + 1)
        return flat[start : start + rng.randrange(1, 4)]
    return flat
