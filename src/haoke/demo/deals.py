"""Made-up deals: seasons, good and bad sellers, a history of stages; and what was talked about on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.demo import phrases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from haoke.demo.world import Customer, Line, World
    from haoke.sales.queries import StageInfo

#: How much is bought in each month: little around the Spring Festival, much before the year ends.
SEASON: Final = (0.75, 0.45, 1.15, 1.0, 0.95, 1.2, 0.8, 0.75, 1.1, 0.9, 1.25, 1.5)
_REASONS: Final = (
    ("price", 30),
    ("competitor", 22),
    ("no_budget", 16),
    ("timing", 14),
    ("no_decision", 12),
    ("requirements", 6),
)
_QUANTITIES: Final = ((360, 200), (2_000, 60), (6_000, 30), (20_000, 12), (50_000, 4), (10**9, 1))


@dataclass(frozen=True, slots=True)
class Deal:
    """What stage history and activities need to know of a deal."""

    id: UUID
    customer: Customer
    opened: date
    last: date
    stages: tuple[StageInfo, ...]
    moments: tuple[datetime, ...]
    open: bool


class Deals:
    """Deals of a world, in one pipeline with `stages` in order."""

    def __init__(self, world: World, stages: list[StageInfo], rates: Mapping[str, Decimal] | None = None) -> None:
        self.world = world
        self.rates = rates or {}
        self.rng = world.rng
        self.path = [stage for stage in stages if stage.kind == "open"]
        self.ends: Mapping[str, StageInfo] = {stage.kind: stage for stage in stages if stage.closed}
        self.made: list[Deal] = []

    def lines(self) -> Iterator[Line]:
        """Opportunities, as many as there are accounts."""
        buyers = self.rng.choices(self.world.customers, k=self.world.size)
        for customer in buyers:
            yield self._deal(customer)

    def _opened(self, customer: Customer) -> date:
        first = customer.since.date()
        span = max(1, (self.world.today - first).days)
        for _ in range(12):
            day = first + timedelta(days=self.rng.randrange(span))
            if self.rng.random() * max(SEASON) < SEASON[day.month - 1]:
                break
        return self.world.workday(day)

    def _deal(self, customer: Customer) -> Line:
        product, name, price, _ = self.rng.choices(self.world.products, [weight for *_, weight in self.world.products])[
            0
        ]
        amount = self._amount(price)
        opened = self._opened(customer)
        days = max(9, int(self.rng.lognormvariate(3.6, 0.55) * (1.5 if amount > 300_000 else 1)))  # noqa: PLR2004
        end = self.world.workday(opened + timedelta(days=days))
        owner = customer.owner
        stuck = self.rng.random() > 0.86 + 0.13 * owner.care  # nobody closes it
        closed = end < self.world.today and not stuck
        won = closed and self.rng.random() < owner.skill * (0.8 + 0.25 * SEASON[end.month - 1])
        stages = self._stages(opened, days, won=won, lost=closed and not won, stuck=stuck)
        last = end if closed else min(self.world.today, end)
        moments = self._moments(opened, last, len(stages), closed=closed)
        at = moments[0]
        deal = Deal(self.world.id(at), customer, opened, last, stages, tuple(moments), not closed)
        self.made.append(deal)
        words = phrases.PROJECTS_EN if customer.english else phrases.PROJECTS_ZH
        values: dict[str, Any] = {
            "name": self.rng.choice(words).format(product=_short(name, latin=customer.english)),
            "account": customer.id,
            "owner": owner.id,
            "pipeline": stages[-1].pipeline,
            "stage": stages[-1].id,
            "amount": self._priced(amount, customer.currency),
            "opened_at": opened,
            "product": product,
            "expected_close": end if closed else self._expected(opened, days, stuck=stuck),
        }
        if customer.contacts:
            values["contact"] = self.rng.choice(customer.contacts)[0]
        values |= {"closed_at": end} if closed else self._next(deal, owner.care)
        if closed and not won:
            values["lost_reason"] = self.world.pick(_REASONS)
        planned = "next_contact" in values
        changed = self.world.since(moments[-1], lately=9) if planned else moments[-1]
        return deal.id, 0, self.world.made(values, owner.id, at, changed)

    def _priced(self, amount: int, currency: str | None) -> Any:
        """An amount in the customer's currency, where there is a rate for it."""
        rate = self.rates.get(currency) if currency else None
        return amount if rate is None else {"amount": round(amount / rate), "currency": currency}

    def _amount(self, price: int) -> int:
        most = next(quantity for limit, quantity in _QUANTITIES if price <= limit)
        quantity = max(1, int(most * self.rng.random() ** 1.7))
        return int(price * quantity * self.rng.choice((1, 1, 0.98, 0.95, 0.92, 0.88)))

    def _stages(self, opened: date, days: int, *, won: bool, lost: bool, stuck: bool) -> tuple[StageInfo, ...]:
        """The stages passed: all of them to a win, some to a loss, as far as time has gone otherwise."""
        if won:
            return (*self.path, self.ends["won"])
        if lost:
            return (*self.path[: self.rng.randint(1, len(self.path))], self.ends["lost"])
        gone = self.rng.random() * 0.9 if stuck else min(0.99, (self.world.today - opened).days / days) ** 1.3
        return tuple(self.path[: 1 + int(gone * len(self.path))])

    def _expected(self, opened: date, days: int, *, stuck: bool) -> date:
        planned = self.world.workday(opened + timedelta(days=days))
        if stuck:
            return planned
        return max(planned, self.world.workday(self.world.today + timedelta(days=self.rng.randint(-6, 30))))

    def _next(self, deal: Deal, care: float) -> dict[str, Any]:
        if self.rng.random() > care:
            return {}
        step = self.rng.choice(phrases.NEXT_EN if deal.customer.english else phrases.NEXT_ZH)
        return {"next_step": step, "next_contact": self.world.today + timedelta(days=self.rng.randint(-3, 14))}

    # -- history -------------------------------------------------------------------------------------------
    def entries(self) -> Iterator[Line]:
        """Stage history: when each deal entered and left each stage."""
        for deal in self.made:
            for place, stage in enumerate(deal.stages):
                entered = deal.moments[place]
                left = deal.moments[place + 1] if place + 1 < len(deal.moments) else None
                owner = deal.customer.owner.id
                stay = {"opportunity": deal.id, "stage": stage.id, "entered_at": entered, "left_at": left}
                values = {**stay, "by": owner, "owner": owner}
                yield self.world.id(entered), 0, self.world.made(values, owner, entered, left)

    def _moments(self, opened: date, last: date, stages: int, *, closed: bool) -> list[datetime]:
        """When each stage was entered."""
        begin, end = self.world.moment(opened), self.world.moment(last)
        span = max(timedelta(hours=stages), end - begin)
        inner = sorted(self.rng.random() for _ in range(stages - 1 - closed))
        found = [
            begin,
            *(self._worked(begin + span * (0.05 + 0.85 * part)) for part in inner),
            *[begin + span] * closed,
        ]
        return [min(max(found[: place + 1]), self.world.now) for place in range(len(found))]

    def _worked(self, at: datetime) -> datetime:
        """A time in office hours near a moment."""
        return self.world.moment(self.world.workday(at.date()))


class Diary:
    """What was said and done with customers, and what is still to do."""

    def __init__(self, deals: Deals) -> None:
        self.deals = deals
        self.world = deals.world
        self.rng = deals.rng
        self.ties: list[tuple[UUID, datetime, tuple[tuple[str, UUID], ...]]] = []

    def lines(self) -> Iterator[Line]:
        """Activities, deal by deal."""
        for deal in self.deals.made:
            span = max(1, (min(deal.last, self.world.today) - deal.opened).days)
            for _ in range(self.rng.choice((0, 1, 2, 2, 3, 4))):
                yield self.talk(deal, self.world.workday(deal.opened + timedelta(days=self.rng.randrange(span))))
            if deal.open and self.rng.random() < deal.customer.owner.care:
                yield self._planned(deal)

    def links(self) -> Iterator[Line]:
        """What each activity is about."""
        for activity, at, about in self.ties:
            for place, (key, record) in enumerate(about):
                # In order of their ids, as people see them: the customer first.
                tie = self.world.id(at + timedelta(milliseconds=place))
                yield tie, 0, {"activity": activity, "object": key, "record": record}

    def tie(self, at: datetime, customer: Customer, deal: Deal | None) -> UUID:
        """The id of an activity of that time about a customer, and about a deal and a contact of his."""
        made = self.world.id(at)
        about: list[tuple[str, UUID]] = [("account", customer.id)]
        if deal is not None:
            about.append(("opportunity", deal.id))
        if customer.contacts and self.rng.random() < 0.5:  # noqa: PLR2004
            about.append(("contact", self.rng.choice(customer.contacts)[0]))
        self.ties.append((made, at, tuple(about)))
        return made

    def about(self, at: datetime, records: tuple[tuple[str, UUID], ...]) -> UUID:
        """The id of an activity of that time about these records."""
        made = self.world.id(at)
        self.ties.append((made, at, records))
        return made

    def talk(self, deal: Deal, day: date) -> Line:
        """Something that was done for a deal on a day."""
        at = max(deal.moments[0], self.world.moment(day))
        talk = phrases.TALK_EN if deal.customer.english else phrases.TALK_ZH
        kind = self.rng.choices(("call", "visit", "meeting", "email", "note", "task"), (38, 16, 14, 16, 10, 6))[0]
        subject, body = self.rng.choice(talk[kind])
        answered = kind not in {"call", "visit", "meeting"}
        missed = any(word in subject for word in ("未接通", "voice"))
        values: dict[str, Any] = {
            "kind": kind,
            "subject": subject,
            "body": body,
            "due": at,
            "done": True,
            "done_at": at,
            "owner": deal.customer.owner.id,
            "outcome": None
            if answered
            else "no_answer"
            if missed
            else self.rng.choice(("reached", "reached", "interested", "agreed")),
            "duration": self.rng.choice((10, 15, 20, 30))
            if kind == "call"
            else self.rng.choice((60, 90, 120))
            if not answered
            else None,
        }
        made = self.tie(at, deal.customer, deal)
        return made, 0, self.world.made(values, deal.customer.owner.id, at)

    def _planned(self, deal: Deal) -> Line:
        late = 1 if self.rng.random() < deal.customer.owner.care else 10
        day = self.world.workday(self.world.today + timedelta(days=self.rng.randint(-late, 10)))
        return self.plan(deal.customer, deal, day)

    def plan(self, customer: Customer, deal: Deal | None, day: date) -> Line:
        """Something that is to be done for a customer, and a deal of his, on a day."""
        kind, subject = self.rng.choice(phrases.TODO_EN if customer.english else phrases.TODO_ZH)
        due = self.world.appointment(day)
        begin = deal.moments[0] if deal else customer.since
        at = max(begin, min(due, self.world.now) - timedelta(days=self.rng.randint(1, 6)))
        values = {
            "kind": kind,
            "subject": subject,
            "due": due,
            "owner": customer.owner.id,
            "priority": self.world.pick((("normal", 7), ("high", 2), ("low", 1))),
        }
        return self.tie(at, customer, deal), 0, self.world.made(values, customer.owner.id, at)


def _short(name: str, *, latin: bool) -> str:
    """`HK-G200 工业网关 Industrial Gateway` in one language."""
    words = name.split()
    han = [word for word in words if not word.isascii()]
    rest = [word for word in words if word.isascii() and not word.startswith("HK-") and word != "5G"]
    return " ".join(rest) if latin else "".join(han)
