"""Who gets what: pure functions of what there is, what belongs together and what was asked for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    #: (object, id) of a record.
    Node = tuple[str, UUID]


class Share(BaseModel):
    """A successor and how much of the whole is his, beside the others' shares."""

    model_config = ConfigDict(extra="forbid")
    to: UUID
    share: int = Field(1, ge=1, le=10_000)


class Rule(BaseModel):
    """What goes with a record of `object` that meets the Criteria `condition` goes to this person."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    condition: dict[str, Any]
    to: UUID


class Distribution(BaseModel):
    """`rules` first, the first that fits; all else among `people`, by their shares or to who has least.

    `together`: one customer, one successor · `objects`: only these (None: all) · `rest`: who gets approvals and
    shares · `keep`: the former owner goes on reading what was his.
    """

    model_config = ConfigDict(extra="forbid")
    rules: list[Rule] = Field(default_factory=list, max_length=20)
    people: list[Share] = Field(default_factory=list, max_length=20)
    by: Literal["share", "load"] = "share"
    together: bool = True
    objects: list[str] | None = Field(None, max_length=100)
    rest: UUID | None = None
    keep: bool = False

    @property
    def named(self) -> list[UUID]:
        """Everybody it names, each once, in order."""
        found = [*(each.to for each in self.rules), *(each.to for each in self.people)]
        return list(dict.fromkeys([*found, *([self.rest] if self.rest else [])]))


def grouped(nodes: Iterable[Node], ties: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The nodes that hang together by ties, also by ties to what is not among them; each group in the nodes' order."""
    above: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        at = node
        while (up := above.get(at, at)) != at:
            at = up
        while (up := above.get(node, node)) != at:
            above[node], node = at, up
        return at

    for one, other in ties:
        above[root(one)] = root(other)
    found: dict[Node, list[Node]] = defaultdict(list)
    for node in nodes:
        found[root(node)].append(node)
    return list(found.values())


def assigned(
    groups: Sequence[Sequence[Node]], asked: Distribution, wishes: Mapping[Node, UUID], loads: Mapping[UUID, int]
) -> dict[Node, UUID]:
    """{node: successor}; a group goes as a whole. `wishes`: what rules say of a node; `loads`: what people have."""
    given: dict[Node, UUID] = {}
    left: list[Sequence[Node]] = []
    had = dict.fromkeys((each.to for each in asked.people), 0)
    for group in groups:
        wish = next((wishes[node] for node in group if node in wishes), None)
        if wish is None:
            left.append(group)
        else:
            given |= dict.fromkeys(group, wish)
    if asked.by == "load":
        had |= {person: loads.get(person, 0) for person in had}
        for person in had:
            had[person] += sum(to == person for to in given.values())
    whole, parts = sum(map(len, left)), _parts(asked)
    # The largest first: what comes last is small and evens out.
    for group in sorted(left, key=len, reverse=True) if parts else ():
        to = _next(asked, parts, had, whole)
        had[to] += len(group)
        given |= dict.fromkeys(group, to)
    return given


def _parts(asked: Distribution) -> dict[UUID, float]:
    """{person: his part of the whole}."""
    shares: dict[UUID, int] = defaultdict(int)
    for each in asked.people:
        shares[each.to] += each.share
    return {person: share / sum(shares.values()) for person, share in shares.items()}


def _next(asked: Distribution, parts: Mapping[UUID, float], had: Mapping[UUID, int], whole: int) -> UUID:
    """Who gets the next group; of several the one named first."""
    if asked.by == "load":
        return min(parts, key=lambda person: had[person])
    return max(parts, key=lambda person: parts[person] * whole - had[person])
