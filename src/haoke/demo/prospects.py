"""Made-up leads: where they come from, how far they got, and who has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.demo import phrases
from haoke.demo.deals import SEASON
from haoke.demo.names import ABROAD, CITIES, FIELDS, TITLES_EN, TITLES_ZH
from haoke.demo.world import DAYS

if TYPE_CHECKING:
    from datetime import date, datetime

    from haoke.demo.world import Line, Staff, Values, World

FEWEST: Final = 24
_SOURCES: Final = (
    ("website", 30),
    ("exhibition", 22),
    ("search", 14),
    ("advertising", 12),
    ("social", 9),
    ("referral", 8),
    ("phone", 5),
)
#: Months of the two fairs the company goes to.
_FAIRS: Final = (4, 5, 10, 11)
#: (age in days up to which it holds, statuses with weights)
_STATUSES: Final = (
    (4, (("new", 70), ("contacting", 30))),
    (40, (("new", 10), ("contacting", 46), ("qualified", 28), ("unqualified", 16))),
    (10_000, (("converted", 44), ("unqualified", 42), ("contacting", 9), ("qualified", 5))),
)
OPEN: Final = frozenset({"new", "contacting", "qualified"})


class Prospects:
    """Leads of a world; `open` keeps (id, owner) of those somebody works on, `junk` those for the bin."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = world.rng
        self.open: list[tuple[UUID, Staff]] = []
        self.junk: list[UUID] = []

    def lines(self) -> Iterator[Line]:
        """One lead for three accounts, about; and some that nobody meant."""
        days = sorted((self._day() for _ in range(max(FEWEST, self.world.size // 3))), reverse=True)
        for place, day in enumerate(days):
            yield self._junk(day) if place % 60 == 1 else self._lead(day)

    def _day(self) -> date:
        for _ in range(12):
            day = self.world.today - timedelta(days=int(DAYS * self.rng.random() ** 2.2))
            if self.rng.random() * max(SEASON) < SEASON[day.month - 1]:
                break
        return day

    def _lead(self, day: date) -> Line:
        at, english = self.world.moment(day), self.rng.random() < self.world.home.english
        status = self.world.pick(self._statuses(day))
        source = self.world.pick(_SOURCES)
        if day.month in _FAIRS and self.rng.random() < 0.3:  # noqa: PLR2004
            source = "exhibition"
        values, region = self._who(english=english)
        owner = self._owner(region, status)
        made = self.world.id(at)
        told = phrases.ASKED_EN if english else phrases.ASKED_ZH
        values |= {
            "status": status,
            "source": source,
            "owner": owner.id if owner else None,
            "product": self.rng.choice(self.world.products)[0],
            "description": self.rng.choice(told.get(source, told["website"])),
        }
        if status in OPEN and owner:
            self.open.append((made, owner))
            if self.rng.random() < owner.care:
                values["next_contact"] = self.world.today + timedelta(days=self.rng.randint(-2, 8))
        if owner is None:
            values["department"] = self.world.departments["marketing"]
        return made, 0, self.world.made(values, owner.id if owner else None, at, self._changed(at, status))

    def _statuses(self, day: date) -> tuple[tuple[str, int], ...]:
        age = (self.world.today - day).days
        return next(weights for limit, weights in _STATUSES if age <= limit)

    def _changed(self, at: datetime, status: str) -> datetime:
        """When its status became what it is."""
        if status == "new":
            return at
        if status in OPEN:
            return self.world.since(at, lately=20)
        day = min(self.world.today, at.date() + timedelta(days=self.rng.randint(1, 30)))
        return max(at, self.world.moment(self.world.workday(day)))

    def _owner(self, region: str, status: str) -> Staff | None:
        """Fresh leads lie with marketing or with nobody yet; sellers have the others."""
        drawn = self.rng.random()
        if status == "new" and drawn < 0.12:  # noqa: PLR2004
            return None
        if status in OPEN and drawn < 0.4:  # noqa: PLR2004
            return self.rng.choice(self.world.having("marketing"))
        return self.rng.choice(self.world.sellers(region))

    def _who(self, *, english: bool) -> tuple[Values, str]:
        person = self.world.names.person(abroad=english)
        title = self.rng.choice((TITLES_EN if english else TITLES_ZH).split()).replace("_", " ")
        values: dict[str, Any] = {"name": person.name, "title": title}
        if english:
            country, town, begin, more = self.rng.choice(ABROAD)
            company, domain = self.world.names.company_abroad(country)
            phone = f"{begin}{self.rng.randrange(10**more):0{more}d}"
            values |= {"company": company, "region": f"{town}, {country}", "phone": phone}
            values["address"] = {"country": country, "city": town}
            region = self.world.home.market(country)
        else:
            province, town, *_ = self.rng.choice(CITIES)
            region = self.world.home.city(town)
            company, domain = self.world.names.company(self.rng.choice(list(FIELDS)), town)
            where = town if province == town else f"{province}{town}"
            values |= {"company": company, "region": where, "phone": self.world.names.mobile()}
            values["address"] = {"country": "CN", "province": province, "city": town}
        if self.rng.random() < 0.55:  # noqa: PLR2004
            values["email"] = f"{person.latin}@{domain}.example"
        return values, region

    def _junk(self, day: date) -> Line:
        """Somebody tried the form on the website out."""
        at = self.world.moment(day)
        made = self.world.id(at)
        self.junk.append(made)
        values = {
            **self.rng.choice(phrases.JUNK[self.world.home.language]),
            "status": "unqualified",
            "source": "website",
        }
        by = self.rng.choice(self.world.having("marketing")).id
        return made, 0, self.world.made({**values, "owner": by}, by, at)
