"""A company whose every text is an attack, made by what the derived tests make theirs of."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from haoke.core import custom, registry
from haoke.core.access.actor import system
from haoke.core.errors import BadValue
from haoke.core.records import changes
from tests.derived import own, scene
from tests.derived.exemptions import FITTING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.derived.scene import Sample, World
    from tests.journeys.steps import Person
    from tests.serving import Served

#: What would run, load or break out where a text is put into a page, an attribute, a script, a style or an address.
PAYLOADS = (
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(2)>",
    "</title></script><script>alert(3)</script>",
    "{{constructor.constructor('alert(4)')()}}${alert(5)}",
    "javascript:alert(6)//",
    "'-alert(7)-' onmouseover=alert(8) style=position:fixed",
)
EMAIL, PASSWORD = "boss@example.com", "Long enough 2026!"  # whom the scene of the derived tests makes


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Places of the texts inside a JSON value."""
    if isinstance(value, str):
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in inside:
        yield from leaves(inner, (*path, name))


def put(value: Any, path: tuple[Any, ...], text: str) -> Any:
    """The value with a text at one place."""
    if not path:
        return text
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], text)
    return copy


def attacked(accepts: Callable[[Any], bool], value: Any, rng: random.Random) -> Any:
    """A sample with payloads wherever its type lets people write what they like."""
    for path in leaves(value):
        given = (put(value, path, f"{payload}{rng.randrange(999)}") for payload in rng.sample(PAYLOADS, len(PAYLOADS)))
        value = next(filter(accepts, given), value)
    return value


@dataclass
class Attacker:
    """Makes records of payloads; what a rule wants otherwise it leaves alone."""

    plain: Callable[..., Any]
    spared: set[tuple[str, str]] = field(default_factory=set)

    def sample(self, key: str, name: str, seed: int, target: str | None = None) -> Any:
        """In place of the scene's own."""
        value = self.plain(key, name, seed, target)
        if target or (key, name) in self.spared or f"{key}.{name}" in FITTING:
            return value

        def accepts(tried: Any) -> bool:
            try:
                return registry.field(key, name).type.clean(tried) is not None
            except BadValue:
                return False

        return attacked(accepts, value, random.Random(f"{key}.{name}.{seed}"))

    def create(self, world: World, key: str, names: list[str], side: int, seed: int | None = None) -> Sample:
        """In place of the scene's own."""
        while True:
            given = scene.inputs(world, key, names, side, side if seed is None else seed)
            status, found = world.admin("POST", registry.get(key).plural, given)
            if status < 400:
                return scene.Sample(key, given, found)
            wrong = {(key, str(each["field"]).partition(".")[0]) for each in found.get("errors", [])} - self.spared
            assert wrong, (key, status, found)
            self.spared.update(wrong)


def fill() -> dict[str, str]:
    """Make a record full of payloads, with a comment, of every object there is: {plural: id of the record}."""
    label = {language: f"{PAYLOADS[0]}{language}" for language in ("zh", "en")}
    own.OBJECT.update(label=label, label_plural=label)
    for each in own.FIELDS:
        each["label"] = {language: f"{text}{each['name']}" for language, text in label.items()}
    with custom.latest(), changes(system("test"), "delete") as tx:
        for shipped in registry.get("completeness").model._base_manager.filter(deleted_at=None):
            tx.delete("completeness", shipped.id)  # an object has one, and the scene brings its own
    attacker = Attacker(scene.sample)
    with patch.object(scene, "sample", attacker.sample), patch.object(scene, "create", attacker.create):
        world = scene.build()
    with custom.latest():
        for key, made in world.full.items():
            world.admin("POST", "comments", {"object": key, "id": made.id, "body": f"said {PAYLOADS[0]}"})
        return {registry.get(key).plural: made.id for key, made in world.full.items()}


class Poisoned(NamedTuple):
    """An installation full of payloads, {plural: id of a record with every field}, ids of what is no record."""

    served: Served
    records: dict[str, str]
    others: dict[str, str]


def made_by_hand(boss: Person, served: Served) -> dict[str, str]:
    """What people bring otherwise than by forms: an import, an approval, an invitation, somebody to look as."""
    stranger = boss.first("users", field="email", op="eq", value="stranger@example.com")
    boss.send("PATCH", f"users/{stranger['id']}", {"name": PAYLOADS[0], "version": stranger["version"]})
    return {
        "stranger": stranger["id"],
        "import": imported(boss, served),
        "approval": submitted(boss, stranger["id"]),
        "invitation": invited(boss),
        "collision": collided(boss, served, stranger["id"]),
        **handed_over(boss, served, stranger["id"]),
        "double": boss.send("POST", "accounts", {"name": f"double {PAYLOADS[0]}"})["id"],
    }


def handed_over(boss: Person, served: Served, leaver: str) -> dict[str, str]:
    """A distribution of what the stranger has, and the briefing of whoever got it; the reason is a payload."""
    account = boss.send("POST", "accounts", {"name": f"handed {PAYLOADS[1]}"})["id"]
    boss.send("POST", f"accounts/{account}/actions/assign", {"owner": leaver})
    asked = {"person": leaver, "reason": PAYLOADS[0], "object": "account", "ids": [account]}
    handover = boss.send("POST", "handovers", asked)["id"]
    me = boss.get("session")["user"]["id"]
    place = f"handovers/{handover}"
    boss.send("POST", f"{place}/preview", {"people": [{"to": me}]})
    served.wait_until(lambda: boss.get(place)["run"]["state"] == "ready")
    boss.send("POST", f"{place}/run", {})
    served.wait_until(lambda: boss.get("briefings")["items"])
    return {"handover": handover, "briefing": boss.get("briefings")["items"][0]["id"]}


def collided(boss: Person, served: Served, rival: str) -> str:
    """A customer two people have registered, waiting for a decision; what both say is a payload."""
    account = boss.send("POST", "accounts", {"name": f"wanted {PAYLOADS[0]}"})["id"]
    for values in ({"owner": rival}, {}):
        boss.send("POST", "registrations", {"account": account, "evidence": f"because {PAYLOADS[1]}", **values})

    def found() -> list[str]:
        return [each["id"] for each in boss.get("collision-cases")["items"] if "wanted" in str(each)]

    served.wait_until(lambda: bool(found()))
    return found()[0]


def imported(boss: Person, served: Served) -> str:
    """A pasted table that has been checked: its name, its headers and its cells are payloads."""
    rows = [[f"公司名称{PAYLOADS[1]}", f"x{PAYLOADS[0]}"], *([f"{each}{n}", each] for n, each in enumerate(PAYLOADS))]
    text = "\n".join("\t".join(row) for row in rows)
    made: str = boss.send("POST", "imports", {"paste": text, "name": PAYLOADS[0]})["id"]
    served.wait_until(lambda: boss.get(f"imports/{made}")["state"] not in {"reading", "checking"})
    return made


def submitted(boss: Person, decider: str) -> str:
    """A case that waits for somebody: what is asked for, its record, its process and its step are payloads."""
    node = {"id": "a", "kind": "people", "name": PAYLOADS[0], "people": [decider]}
    name = f"case {PAYLOADS[0]}"
    process = {
        "name": {"zh": PAYLOADS[0]}, "object": "product", "trigger": "update", "fields": ["unit"], "active": True,
        "condition": {"field": "name", "op": "eq", "value": name}, "nodes": [node],
    }  # fmt: skip
    boss.send("POST", "approval-processes", process)
    product = boss.send("POST", "products", {"name": name, "unit": "box"})
    asked = {"object": "product", "record": product["id"], "action": "update", "input": {"unit": PAYLOADS[1]}}
    made: str = boss.send("POST", "approvals", asked)["id"]
    return made


def invited(boss: Person) -> str:
    """The token of an invitation of somebody whose name is a payload."""
    user = boss.send("POST", "users", {"name": PAYLOADS[0], "email": "guest@example.com"})
    roles = [boss.first("roles", field="code", op="eq", value="read_only")["id"]]
    link: str = boss.send("POST", f"users/{user['id']}/actions/invite", {"roles": roles})["result"]["url"]
    return link.rpartition("/")[2]
