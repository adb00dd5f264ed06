"""Calls of the API in this process, and one full and one bare record of every object, made from samples."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from django.http import HttpResponse
from django.test import RequestFactory

from haoke.core import custom, registry
from haoke.core.api.dispatch import serve
from haoke.core.metadata import using
from haoke.core.records import changes
from haoke.core.records.gate import REFERENCES, SEVERAL
from haoke.identity import accounts, actors
from tests.derived import own
from tests.derived.exemptions import ALSO, APART, BY_ENGINES, FITTING

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

#: Every object that has routes, and their fields as (object, field).
with using(own.PREVIEW):
    KEYS = [key for key, spec in registry.objects().items() if not spec.internal]
    FIELDS = [(key, name) for key in KEYS for name in registry.fields(key)]
    TARGETS = [registry.field(key, name).type.meta().get("target") for key, name in FIELDS]
    WRITABLE = [(key, name) for key, name in FIELDS if not registry.field(key, name).readonly]
FULL, BARE = 0, 1


def named(pairs: list[tuple[str, str]]) -> list[str]:
    """Ids of tests about fields."""
    return [f"{key}.{name}" for key, name in pairs]


class Client:
    """Calls the dispatcher for one actor, without a server around it."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, Any]:
        content = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        asked = {
            name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in query.items()
        }
        request = RequestFactory(SERVER_NAME="localhost").generic(
            method, f"/api/v1/{path}?{urlencode(asked)}", content, "application/json"
        )
        request.actor = self.actor  # type: ignore[attr-defined]  # what the middleware of identity does
        answer = serve(request, path)
        assert isinstance(answer, HttpResponse)
        plain = answer.headers["Content-Type"].startswith(("application/json", "application/problem+json"))
        return answer.status_code, orjson.loads(answer.content) if plain and answer.content else answer.content

    def good(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """The body of an answer that must be a success."""
        status, found = self(method, path, body, **query)
        assert status < 400, (method, path, status, found)
        return found

    def listed(self, key: str, **query: Any) -> list[str]:
        """Ids of the first 200 records of a list."""
        found = self.good("GET", registry.get(key).plural, limit=200, **query)
        return [item["id"] for item in found["items"]]


@dataclass(frozen=True)
class Sample:
    """A record and the inputs it was made of."""

    key: str
    given: dict[str, Any]
    record: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def path(self) -> str:
        return f"{registry.get(self.key).plural}/{self.id}"


@dataclass
class World:
    """An administrator; for each object a `full` record (every writable field) and a `bare` one (what it must have).

    `targets`: records that references point at, by object and side: the full record points at 0, the bare one at 1.
    """

    admin: Client
    stranger: UUID
    targets: dict[tuple[str, int], str] = field(default_factory=dict)
    full: dict[str, Sample] = field(default_factory=dict)
    bare: dict[str, Sample] = field(default_factory=dict)


def sample(key: str, name: str, seed: int, target: str | None = None) -> Any:
    """An input of a field, another for another seed; a reference is to `target`."""
    kind = registry.field(key, name).type
    if kind.kind in REFERENCES:
        return target
    if kind.kind == SEVERAL:
        return [target]
    rng = random.Random(f"{key}.{name}.{seed}")
    fitting = FITTING.get(f"{key}.{name}")
    return fitting.value(rng) if fitting else kind.sample(rng)


def same(kind: FieldDef, given: Any, output: Any) -> bool:
    """Whether an output says what an input said."""
    return bool(kind.type.clean(given) == kind.type.clean(output))


@cache
def required(key: str) -> tuple[str, ...]:
    """Fields a record cannot be without."""
    return (*(name for name, each in registry.fields(key).items() if each.required), *ALSO.get(key, ()))


def writable(key: str) -> list[str]:
    """Fields an administrator may set."""
    return [name for name, each in registry.fields(key).items() if not each.readonly]


def made_by_people(spec: ObjectSpec) -> bool:
    """Whether a record can be created at all: nothing it must have is for actions only."""
    return not any(registry.field(spec.key, name).readonly for name in required(spec.key))


def build() -> World:
    """Everything; people and references first."""
    boss = accounts.create_user("boss@example.com", "Boss", roles=["administrator"], password="Long enough 2026!")
    stranger = accounts.create_user(
        "stranger@example.com", "Stranger", roles=["sales_rep"], password="Long enough 2026!"
    )
    world = World(Client(actors.load(boss)), stranger)
    _define(world.admin)
    with custom.latest():
        _fill(world)
    return world


def _define(client: Client) -> None:
    """What is made at run time; each step is a request that sees what the one before it made."""
    for plural, values in (("custom_objects", own.OBJECT), *(("custom_fields", each) for each in own.FIELDS)):
        with custom.latest():
            client.good("POST", plural, values)


def _fill(world: World) -> None:
    for side in (FULL, BARE):
        target_of(world, "stage", side)  # a deal begins in the first stage of its pipeline
        for target in sorted(set(filter(None, TARGETS))):
            target_of(world, target, side)
    for key in KEYS:
        if made_by_people(registry.get(key)):
            world.full[key] = create(world, key, writable(key), FULL)
            world.bare[key] = create(world, key, list(required(key)), BARE)
        else:
            world.full[key], world.bare[key] = follower(world, key, FULL), follower(world, key, BARE)


def target_of(world: World, key: str, side: int) -> str:
    """A record of the object that references of that side point at, made on first use."""
    if (key, side) not in world.targets:
        world.targets[key, side] = create(world, key, list(required(key)), side, seed=side + 10).id
    return world.targets[key, side]


def follower(world: World, key: str, side: int) -> Sample:
    """A record that came into being with the one it is a part of, or that an engine makes."""
    spec = registry.get(key)
    whole = target_of(world, spec.parent or "", side)
    if key in BY_ENGINES:
        with changes(world.admin.actor, "scene") as tx:
            tx.add(key, {str(spec.parent): whole, **BY_ENGINES[key]})
    found = world.admin.good("GET", spec.plural, filter={"field": spec.parent, "op": "eq", "value": whole})
    return Sample(key, {}, found["items"][0])


def inputs(world: World, key: str, names: list[str], side: int, seed: int) -> dict[str, Any]:
    """{field: sample} of the named fields."""
    found = {}
    for name in names:
        target = registry.field(key, name).type.meta().get("target")
        place = side + 2 if f"{key}.{name}" in APART else side
        found[name] = sample(key, name, seed, target and target_of(world, target, place))
        if registry.field(key, name).type.kind == "file":
            found[name] = uploaded(world.admin, found[name])
    return found


def uploaded(client: Client, samples: Any) -> Any:
    """The files of a sample, really uploaded."""
    if isinstance(samples, list):
        return [uploaded(client, each) for each in samples]
    content = b"\x89PNG\r\n\x1a\n" + samples["id"].encode()  # a picture: every file field takes one
    return client.good("POST", "files", content, name=samples["name"])


def create(world: World, key: str, names: list[str], side: int, seed: int | None = None) -> Sample:
    """A record made through the API of samples of the named fields."""
    given = inputs(world, key, names, side, side if seed is None else seed)
    made = world.admin.good("POST", registry.get(key).plural, given)
    return Sample(key, given, made)
