"""Exchange rates, people with two employers, and customers somebody entered twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from haoke.core.fieldtypes import currencies

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.demo.world import Line, World

#: Yuan for one unit, about.
_YUAN: Final = {"CNY": "1", "EUR": "7.82", "USD": "7.18", "GBP": "9.12", "JPY": "0.048", "HKD": "0.92"}
_EARLIER: Final = Decimal("0.985")
_SECOND_JOBS: Final = 0.03
_STILL: Final = 0.25
_TWICE: Final = 250


class Sundries:
    """Small things of a world; `twice` keeps the accounts for the bin, `placed` (account, contact) of jobs."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = world.rng
        self.twice: list[UUID] = []
        self.placed: set[tuple[UUID, UUID]] = set()

    def worth(self) -> dict[str, Decimal]:
        """{currency: units of the company's own for one}; empty for a company whose currency is not in the table."""
        own = _YUAN.get(currencies.base())
        if own is None:
            return {}
        return {
            code: round(Decimal(yuan) / Decimal(own), 4) for code, yuan in _YUAN.items() if code != currencies.base()
        }

    def rates(self, present: frozenset[str]) -> Iterator[Line]:
        """Exchange rates of two years, for currencies the company has none of."""
        for code, rate in self.worth().items():
            if code in present:
                continue
            for years, worth in ((2, round(rate * _EARLIER, 4)), (1, rate)):
                day = self.world.today - timedelta(days=365 * years)
                at = self.world.moment(day)
                values = {"currency": code, "rate": worth, "since": day.replace(day=1)}
                yield self.world.id(at), 0, self.world.made(values, None, at)

    def jobs(self) -> Iterator[Line]:
        """What some contacts were, or are as well, at another customer of the same seller."""
        latest: dict[UUID, UUID] = {}
        for customer in self.world.customers:
            other = latest.get(customer.owner.id)
            latest[customer.owner.id] = customer.id
            for contact, _ in customer.contacts if customer.company else ():
                if other is not None and self.rng.random() < _SECOND_JOBS:
                    began = customer.since.date()
                    still = self.rng.random() < _STILL
                    past = {
                        "roles": ["technical" if still else "former"],
                        "since": began - timedelta(days=self.rng.randint(700, 2_500)),
                        "until": None if still else began - timedelta(days=self.rng.randint(20, 200)),
                    }
                    now = {"roles": [self.rng.choice(("decision_maker", "buyer", "user"))], "since": began}
                    for account, part in ((other, past), (customer.id, now)):
                        values = {"account": account, "contact": contact, "owner": customer.owner.id, **part}
                        at = customer.since
                        self.placed.add((account, contact))
                        yield self.world.id(at), 0, self.world.made(values, customer.owner.id, at)

    def doubles(self) -> Iterator[Line]:
        """Accounts that are there already: the first sellers' and some others."""
        own = {each.owner.email: each for each in self.world.customers}
        chosen = [own[mail] for mail in ("rep@example.com", "rep.en@example.com", "rep.zh@example.com") if mail in own]
        chosen += self.rng.sample(self.world.customers, max(2, len(self.world.customers) // _TWICE))
        for customer in chosen:
            at = self.world.since(customer.since, lately=40)
            made = self.world.id(at)
            self.twice.append(made)
            kind = "company" if customer.company else "person"
            values = {"name": customer.name, "kind": kind, "owner": customer.owner.id}
            yield made, 0, self.world.made(values, customer.owner.id, at)
