"""What everybody of the demo has to do today and on the next days, and what customers complained of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from haoke.demo import phrases

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.demo.deals import Deal, Diary
    from haoke.demo.prospects import Prospects
    from haoke.demo.world import Customer, Line, Staff

#: Days from today on which every seller has something.
_AHEAD: Final = (0, 0, 1, 1, 2, 3, 4, 7)
_DONE_LATELY: Final = 3
_CARE_CALLS: Final = 6
_OPEN_COMPLAINT_DAYS: Final = 7


class Agenda:
    """Activities beside those of single deals, written into the same diary."""

    def __init__(self, diary: Diary, prospects: Prospects) -> None:
        self.diary = diary
        self.world = diary.world
        self.rng = diary.rng
        self.prospects = prospects

    def lines(self) -> Iterator[Line]:
        """Everybody's activities."""
        deals: dict[UUID, list[Deal]] = defaultdict(list)
        for deal in self.diary.deals.made:
            if deal.open:
                deals[deal.customer.owner.id].append(deal)
        customers: dict[UUID, list[Customer]] = defaultdict(list)
        for customer in self.world.customers:
            customers[customer.owner.id].append(customer)
        for seller in self.world.having("sales_rep"):
            yield from self._seller(deals[seller.id], customers[seller.id])
        for manager in self.world.having("sales_manager"):
            yield from self._plans(manager, phrases.LEADING)
        for marketer in self.world.having("marketing"):
            yield from self._plans(marketer, phrases.MARKETING)
            yield from self._leads(marketer)
        yield from self._service()

    # -- sellers ---------------------------------------------------------------------------------------
    def _seller(self, deals: list[Deal], customers: list[Customer]) -> Iterator[Line]:
        """What a seller does: three things done lately, some for today and the next days; with open deals first."""
        for deal in self.rng.sample(deals, min(_DONE_LATELY, len(deals))):
            yield self.diary.talk(deal, max(deal.opened, self.world.today - timedelta(days=self.rng.randint(0, 4))))
        about: list[tuple[Customer, Deal | None]] = [
            (deal.customer, deal) for deal in self.rng.sample(deals, min(len(_AHEAD), len(deals)))
        ]
        about += [(customer, None) for customer in self.rng.sample(customers, min(len(_AHEAD), len(customers)))]
        for (customer, found), ahead in zip(about, _AHEAD, strict=False):
            yield self.diary.plan(customer, found, self.world.today + timedelta(days=ahead))

    # -- others ----------------------------------------------------------------------------------------
    def _plans(self, staff: Staff, plans: tuple[phrases.Plan, ...]) -> Iterator[Line]:
        for plan in plans:
            day = self.world.today + timedelta(days=plan.ahead)
            values: dict[str, Any] = {
                "kind": plan.kind,
                "subject": plan.en if staff.language == "en" else plan.zh,
                "due": self.world.appointment(day),
            }
            if plan.every:
                values["recurrence"] = {"every": 1, "unit": plan.every}
            at = self.world.moment(self.world.today - timedelta(days=self.rng.randint(3, 12)))
            yield self.world.id(at), 0, self.world.made({**values, "owner": staff.id}, staff.id, at)

    def _leads(self, marketer: Staff) -> Iterator[Line]:
        mine = [lead for lead, owner in self.prospects.open if owner is marketer]
        for lead, ahead in zip(mine, (0, 0, 1, 2), strict=False):
            at = self.world.moment(self.world.today - timedelta(days=1))
            due = self.world.appointment(self.world.today + timedelta(days=ahead))
            values = {
                "kind": "call",
                "subject": self.rng.choice(phrases.LEAD_CALLS[self.world.home.language]),
                "due": due,
                "owner": marketer.id,
            }
            yield self.diary.about(at, (("lead", lead),)), 0, self.world.made(values, marketer.id, at)

    # -- service ---------------------------------------------------------------------------------------
    def _service(self) -> Iterator[Line]:
        staff = self.world.having("service_agent")
        customers = self.world.customers
        for customer in self.rng.sample(customers, max(3, len(customers) // 25)):
            yield self._complaint(customer, self.rng.choice(staff), self.rng.randrange(730))
        for customer in self.rng.sample(customers, min(len(customers), 4 * len(staff))):
            yield self._complaint(customer, self.rng.choice(staff), self.rng.randrange(1, _OPEN_COMPLAINT_DAYS))
        for agent in staff:
            for place, customer in enumerate(self.rng.sample(customers, min(len(customers), _CARE_CALLS))):
                yield self._care(customer, agent, place)

    def _complaint(self, customer: Customer, agent: Staff, ago: int) -> Line:
        day = max(customer.since.date(), self.world.today - timedelta(days=ago))
        at = max(customer.since, self.world.moment(self.world.workday(day)))
        subject, body = self.rng.choice((phrases.TALK_EN if customer.english else phrases.TALK_ZH)["complaint"])
        done = at.date() < self.world.today - timedelta(days=_OPEN_COMPLAINT_DAYS)
        ended = at + timedelta(days=self.rng.randint(1, 5)) if done else None
        values: dict[str, Any] = {
            "kind": "complaint",
            "subject": subject,
            "body": body,
            "due": at + timedelta(days=2),
            "done": done,
            "priority": "high",
            "severity": ("low", "medium", "high")[ago % 3],
            "handling": "solved" if done else ("open", "in_hand")[ago % 2],
            "solution": (phrases.SOLVED_EN if customer.english else phrases.SOLVED_ZH)[ago % 2] if done else None,
            "owner": agent.id,
            "done_at": ended,
            "outcome": "done" if done else None,
        }
        made = self.diary.tie(at, customer, None)
        return made, 0, self.world.made(values, customer.owner.id, at, ended)

    def _care(self, customer: Customer, agent: Staff, ahead: int) -> Line:
        """A call that comes back every quarter."""
        at = max(customer.since, self.world.moment(self.world.today - timedelta(days=30)))
        values: dict[str, Any] = {
            "kind": "call",
            "subject": phrases.CARE_EN if customer.english else phrases.CARE_ZH,
            "due": self.world.appointment(self.world.today + timedelta(days=ahead)),
            "recurrence": {"every": 3, "unit": "month"},
            "owner": agent.id,
        }
        return self.diary.tie(at, customer, None), 0, self.world.made(values, agent.id, at)
