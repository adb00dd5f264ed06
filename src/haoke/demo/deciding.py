"""Who decides at the made-up customers: parts, stances, and the lines between their people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.demo.world import Customer, Line, World

#: Words of titles by how high they stand, and what such people usually decide.
_RANKS: Final = (
    (("副总", "CFO", "CTO", "财务总监"), 1, ("economic_buyer", "influencer")),
    (("总经理", "Managing"), 0, ("decision_maker",)),
    (("厂长", "Plant"), 1, ("decision_maker", "user")),
    (("技术", "信息", "Head_of", "Head of"), 2, ("influencer", "technical")),
    (("总监", "Director"), 1, ("influencer", "user")),
    (("采购", "Purchasing", "Buyer"), 2, ("buyer",)),
    (("经理", "主管", "Manager"), 2, ("user", "coach")),
)
_LOWEST: Final = (3, ("user",))
_STANCES: Final = (("supporter", 34), ("neutral", 30), ("unknown", 26), ("opponent", 10))
_STRENGTHS: Final = (("none", 24), ("weak", 30), ("good", 30), ("strong", 16))
#: How much of the customers a seller knows who decides at: the careful ones nearly all.
_KNOWN: Final = 0.9
_BLOCKERS: Final = 0.12
_INFLUENCES: Final = 0.35


class Deciding:
    """Parts and lines of a world's people; `taken` are pairs of customer and contact that have a part already."""

    def __init__(self, world: World, taken: set[tuple[UUID, UUID]]) -> None:
        self.world = world
        self.rng = world.rng
        self.taken = taken
        self.known: list[Customer] = []

    def parts(self) -> Iterator[Line]:
        """What people decide, at the customers whose sellers found out."""
        for customer in self.world.customers:
            if not customer.company or self.rng.random() > _KNOWN * customer.owner.care:
                continue
            self.known.append(customer)
            for contact, _ in customer.contacts:
                if (customer.id, contact) not in self.taken:
                    yield self._part(customer, contact)

    def _part(self, customer: Customer, contact: UUID) -> Line:
        usual = _rank(customer.titles[contact])[1]
        roles = {self.rng.choice(usual), usual[0]}
        blocks = self.rng.random() < _BLOCKERS
        values: dict[str, Any] = {
            "account": customer.id,
            "contact": contact,
            "owner": customer.owner.id,
            "roles": [*roles - {"coach"}, "blocker"] if blocks else list(roles),
            "stance": "opponent" if blocks else self.world.pick(_STANCES),
            "strength": self.world.pick(_STRENGTHS),
        }
        at = self.world.since(customer.since)
        return self.world.id(at), 0, self.world.made(values, customer.owner.id, at)

    def lines(self) -> Iterator[Line]:
        """Everybody reports to somebody above him; some are listened to by others."""
        for customer in self.known:
            people = sorted((_rank(customer.titles[each])[0], place, each)
                            for place, (each, _) in enumerate(customer.contacts))  # fmt: skip
            for rank, _, contact in people:
                above = [each for other, _, each in people if other < rank]
                if above:
                    yield self._line(customer, contact, self.rng.choice(above[-2:]), "reports_to")
                others = [each for _, _, each in people if each not in (contact, *above[-2:])]
                if others and self.rng.random() < _INFLUENCES:
                    yield self._line(customer, contact, self.rng.choice(others), "influences")

    def _line(self, customer: Customer, contact: UUID, to: UUID, kind: str) -> Line:
        at = self.world.since(customer.since)
        values = {"account": customer.id, "contact": contact, "to": to, "kind": kind, "owner": customer.owner.id}
        return self.world.id(at), 0, self.world.made(values, customer.owner.id, at)


def _rank(title: str) -> tuple[int, tuple[str, ...]]:
    return next(((rank, roles) for words, rank, roles in _RANKS if any(word in title for word in words)), _LOWEST)
