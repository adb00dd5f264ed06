"""The made-up company and its customers: the same for the same seed, size and day."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from haoke.core import clock
from haoke.demo import phrases
from haoke.demo.groups import Groups
from haoke.demo.home import HOMES, latin
from haoke.demo.names import ABROAD, CITIES, CURRENCIES, FIELDS, STREETS, TITLES_EN, TITLES_ZH, Names, Person

Values = dict[str, Any]
Line = tuple[UUID, int, Values]

DAYS: Final = 730
#: The root department; that it is there says that the demo is there.
MARK: Final = UUID("d3300000-0000-7000-8000-000000000001")
#: How well (deals won, records kept) the first, second … of a department's sellers works: good, fair, poor, steady.
_SELLERS: Final = (
    ((0.52, 0.66), (0.8, 0.97)),
    ((0.36, 0.5), (0.6, 0.85)),
    ((0.14, 0.24), (0.3, 0.45)),
    ((0.3, 0.45), (0.5, 0.75)),
)
_PERSONS: Final = 0.06
_CONTACTS: Final = (3, 4, 5, 5, 6, 8)
_LEVELS: Final = (("a", 8), ("b", 22), ("c", 50), ("d", 20))
_SOURCES: Final = (
    ("website", 22),
    ("referral", 20),
    ("exhibition", 16),
    ("phone", 10),
    ("search", 10),
    ("partner", 8),
    ("visit", 7),
    ("social", 4),
    ("advertising", 3),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """One of the company's people; `skill` is how many of his deals he wins, `care` how well he keeps his records."""

    id: UUID
    name: str
    email: str
    department: UUID
    region: str
    role: str
    title: str
    manager: UUID | None
    language: str
    skill: float
    care: float


@dataclass(frozen=True, slots=True)
class Customer:
    """What later rows need to know of an account."""

    id: UUID
    name: str
    owner: Staff
    since: datetime
    english: bool
    company: bool
    city: tuple[str, str, str]
    domain: str
    currency: str | None = None
    contacts: list[tuple[UUID, str]] = field(default_factory=list)
    titles: dict[UUID, str] = field(default_factory=dict)


def _opening(day: date) -> datetime:
    """Nine in the morning where the company is."""
    return datetime.combine(day, time(9), clock.timezone()).astimezone(UTC)


class World:
    """Everything made up, drawn from one seed; ask in the order people, catalogue, accounts, contacts."""

    def __init__(
        self,
        seed: int,
        today: date,
        accounts: int,
        *,
        roles: Mapping[str, UUID],
        language: str = "zh",
        active: bool = False,
        now: datetime | None = None,
    ) -> None:
        self.rng = random.Random(f"haoke {seed}")  # noqa: S311 (made-up people need no cryptography)
        self.names = Names(self.rng)
        self.home = HOMES[language]
        self.today = today
        self.now = now or datetime.combine(today, time(10), UTC)
        self.state = "active" if active else "listed"
        self.roles = roles
        self.size = accounts
        self.start = today - timedelta(days=DAYS)
        self.begin = _opening(self.start)
        self.staff: list[Staff] = []
        self.departments: dict[str, UUID] = {}
        self.customers: list[Customer] = []
        self.groups = Groups(self.rng, accounts)
        self.products: list[tuple[UUID, str, int, int]] = []

    # -- small things --------------------------------------------------------------------------------
    def id(self, at: datetime) -> UUID:
        """An id of version 7 as of that moment."""
        noise = self.rng.getrandbits(74)
        high = (int(at.timestamp() * 1000) << 16) | 0x7000 | (noise >> 62)
        return UUID(int=(high << 64) | (0b10 << 62) | (noise & ((1 << 62) - 1)))

    def appointment(self, day: date) -> datetime:
        """A time in the office hours of any day."""
        return _opening(day) + timedelta(minutes=15 * self.rng.randrange(0, 36))

    def moment(self, day: date) -> datetime:
        """A time in the office hours of a day, which is past."""
        at = _opening(day) + timedelta(minutes=self.rng.randrange(0, 540))
        return min(at, self.now - timedelta(minutes=self.rng.randrange(1, 60)))

    def since(self, at: datetime, *, lately: int | None = None) -> datetime:
        """A working time after a moment: one of the last `lately` days, else any, the later the likelier."""
        span = max(1, (self.today - at.date()).days)
        ago = min(span, self.rng.randrange(lately)) if lately else int(span * (1 - self.rng.random() ** 0.6))
        return max(at, self.moment(self.workday(self.today - timedelta(days=ago))))

    def made(self, values: Values, by: UUID | None, at: datetime, changed: datetime | None = None) -> Values:
        """Values of a record that somebody made and last changed then."""
        last = max(at, changed or at)
        return {**values, "created_by": by, "updated_by": by, "created_at": at, "updated_at": last}

    def pick(self, weighted: tuple[tuple[str, int], ...]) -> str:
        """One of the names, by their weights."""
        return self.rng.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]

    def day(self) -> date:
        """A working day of the two years; many customers were there from the beginning."""
        return self.workday(self.start + timedelta(days=int(DAYS * self.rng.random() ** 1.8)))

    def workday(self, day: date) -> date:
        """The day itself or the Monday after it, the Friday before where that is still to come."""
        late = day.weekday() - 4
        if late <= 0:
            return day
        monday = day + timedelta(days=3 - late)
        return monday if monday <= self.today or day > self.today else day - timedelta(days=late)

    # -- the company itself ----------------------------------------------------------------------------
    def offices(self) -> Iterator[Line]:
        """Departments, the root first."""
        begin = self.begin
        self.departments = {"root": MARK}
        yield MARK, 0, self.made({"name": self.home.says("好客智控（演示） Haoke Controls (demo)")}, None, begin)
        for key, name, parent in (
            ("sales", "销售部 Sales", "root"),
            *((region, name, "sales") for region, name in self.home.regions.items()),
            ("marketing", "市场部 Marketing", "root"),
            ("service", "客服部 Service", "root"),
        ):
            self.departments[key] = self.id(begin)
            values = {"name": self.home.says(name), "parent": self.departments[parent]}
            yield self.departments[key], 0, self.made(values, None, begin)

    def people(self) -> Iterator[Line]:
        """Users: a director, a manager a region, sellers, marketing, service, an auditor."""
        director = self._hire("director", "sales", "sales_manager", "销售总监 Sales Director", None)
        yield self._line(director)
        sellers = max(4, min(40, self.size // 1_000))
        for region in self.home.regions:
            lead = self._hire(
                "manager" if region == "east" else "", region, "sales_manager", "区域经理 Regional Manager", director.id
            )
            yield self._line(lead)
            for place in range(sellers):
                first = "" if place else self.home.mail(region)
                seller = self._hire(first, region, "sales_rep", "销售经理 Account Manager", lead.id, place=place)
                yield self._line(seller)
        for mail, department, role, title in (
            ("marketing", "marketing", "marketing", "市场经理 Marketing Manager"),
            ("", "marketing", "marketing", "市场专员 Marketing"),
            ("service", "service", "service_agent", "客服主管 Service Lead"),
            ("", "service", "service_agent", "客服工程师 Service Engineer"),
            ("auditor", "root", "auditor", "审计 Auditor"),
        ):
            yield self._line(self._hire(mail, department, role, title, None))

    def _hire(self, mail: str, region: str, role: str, title: str, manager: UUID | None, *, place: int = 1) -> Staff:
        language = self.home.tongue(region)
        person = self.names.person(abroad=language == "en")
        taken = {each.email for each in self.staff}
        wanted = [f"{mail or person.latin}@example.com", *(f"{person.latin}{n}@example.com" for n in range(2, 99))]
        email = next(each for each in wanted if each not in taken)
        made = Staff(
            self.id(self.begin),
            person.name,
            email,
            self.departments[region],
            region,
            role,
            self.home.says(title),
            manager,
            language,
            *(self.rng.uniform(*span) for span in _SELLERS[place % len(_SELLERS)]),
        )
        self.staff.append(made)
        return made

    def _line(self, staff: Staff) -> Line:
        values = {
            "name": staff.name,
            "email": staff.email,
            "title": staff.title,
            "department": staff.department,
            "manager": staff.manager,
            "state": self.state,
            "roles": [self.roles[staff.role]] if staff.role in self.roles else None,
            "language": staff.language,
        }
        return staff.id, 0, values | {"created_at": self.begin}

    def having(self, role: str) -> list[Staff]:
        """Those who have a role."""
        return [each for each in self.staff if each.role == role]

    def sellers(self, region: str) -> list[Staff]:
        """Those who sell in a region."""
        return [each for each in self.having("sales_rep") if each.region == region]

    # -- the catalogue -----------------------------------------------------------------------------------
    def categories(self) -> Iterator[Line]:
        """Product categories."""
        self.shelves = {key: self.id(self.begin) for key, _ in phrases.CATEGORIES}
        for key, name in phrases.CATEGORIES:
            yield self.shelves[key], 0, self.made({"name": self.home.says(name)}, None, self.begin)

    def catalogue(self) -> Iterator[Line]:
        """Products with list prices."""
        for code, shelf, name, listed, unit, weight in phrases.PRODUCTS:
            made, price = self.id(self.begin), round(listed * self.home.price)
            self.products.append((made, name, price, weight))
            values: Values = {"name": self.home.says(name), "code": code, "category": self.shelves[shelf]}
            values |= {"price": price, "unit": self.home.unit(unit)}
            yield made, 0, self.made(values, None, self.begin)

    # -- customers -----------------------------------------------------------------------------------------
    def accounts(self) -> Iterator[Line]:
        """Accounts, oldest first; some belong to one made before."""
        sellers = {region: self.sellers(region) for region in self.home.regions}
        loads = {region: [0.4 + each.care for each in found] for region, found in sellers.items()}
        for day in sorted(self.day() for _ in range(self.size)):
            english = self.rng.random() < self.home.english
            company = english or self.rng.random() >= _PERSONS
            city, place = self.rng.choice(CITIES), self.rng.choice(ABROAD)
            region = self.home.market(place[0]) if english else self.home.city(city[1])
            owner = self.rng.choices(sellers[region], loads[region])[0]
            yield (
                self._abroad(day, owner, place)
                if english
                else self._company(day, owner, city)
                if company
                else self._person(day, owner, city)
            )

    def _keep(
        self,
        day: date,
        name: str,
        owner: Staff,
        place: tuple[str, str, str],
        values: Values,
        *,
        domain: str = "",
        company: bool = True,
        currency: str | None = None,
    ) -> Line:
        since = self.moment(day)
        made = Customer(self.id(since), name, owner, since, owner.language == "en", company, place, domain, currency)
        self.customers.append(made)
        common: Values = {
            "name": name,
            "kind": "company" if company else "person",
            "level": self.pick(_LEVELS),
            "source": self.pick(_SOURCES),
            "owner": owner.id,
            "next_contact": self._next_contact(owner),
        }
        if self.rng.random() < 0.15:  # noqa: PLR2004
            common["tags"] = sorted(self.rng.sample(phrases.TAGS[self.home.language], self.rng.choice((1, 1, 2))))
        changed = self.since(since, lately=20 if common["next_contact"] else None)
        return made.id, 0, self.made(common | values, owner.id, since, changed)

    def _next_contact(self, owner: Staff) -> date | None:
        if self.rng.random() > 0.1:  # noqa: PLR2004 (one in ten has a date)
            return None
        late = 0 if self.rng.random() < owner.care else 12
        return self.today + timedelta(days=self.rng.randint(-2 - late, 21))

    def _company(self, day: date, owner: Staff, city: tuple[str, str, str, str]) -> Line:
        province, town, dial, _ = city
        industry = self.rng.choice(list(FIELDS))
        name, domain = self.names.company(industry, town)
        employees = int(self.rng.lognormvariate(4.7, 1.2)) + 3
        values: Values = {
            "industry": industry,
            "region": self.home.regions[owner.region],
            "employees": employees,
            "founded": self.rng.randint(1985, 2023),
            "phone": self._landline(dial),
            "website": f"https://www.{domain}.example",
            "address": {
                "country": "CN",
                "province": province,
                "city": town,
                "line": f"{self.rng.choice(STREETS.split())}{self.rng.randint(1, 1999)}号",
            },
        }
        if self.rng.random() < 0.25:  # noqa: PLR2004
            values["description"] = self.rng.choice(phrases.ABOUT_ZH)
        if self.rng.random() < 0.6:  # noqa: PLR2004
            values["revenue"] = round(employees * self.rng.uniform(30, 160)) * 10_000
        name, values["parent"] = self.groups.placed(name, town)
        line = self._keep(day, name, owner, (province, town, dial), values, domain=domain, currency="CNY")
        self.groups.made(self.customers[-1], branch=values["parent"] is not None)
        return line

    def _abroad(self, day: date, owner: Staff, abroad: tuple[str, str, str, int]) -> Line:
        country, town, begin, more = abroad
        name, domain = self.names.company_abroad(country)
        values: Values = {
            "industry": self.rng.choice(list(FIELDS)),
            "region": latin(self.home.regions[owner.region]),
            "employees": int(self.rng.lognormvariate(4.9, 1.1)) + 5,
            "phone": self._foreign(begin, more),
            "website": f"https://www.{domain}.example",
            "address": {"country": country, "city": town},
        }
        if self.rng.random() < 0.25:  # noqa: PLR2004
            values["description"] = self.rng.choice(phrases.ABOUT_EN)
        place, currency = (begin, town, str(more)), CURRENCIES.get(country, "USD")
        return self._keep(day, name, owner, place, values, domain=domain, currency=currency)

    def _person(self, day: date, owner: Staff, city: tuple[str, str, str, str]) -> Line:
        province, town, dial, _ = city
        person = self.names.person()
        values: Values = {
            "phone": self.names.mobile(),
            "region": self.home.regions[owner.region],
            "address": {"country": "CN", "province": province, "city": town},
        }
        return self._keep(day, person.name, owner, (province, town, dial), values, company=False)

    def _landline(self, dial: str) -> str:
        return f"{dial}-{self.rng.choice('5688')}{self.rng.randrange(10**7):07d}"

    def _foreign(self, begin: str, more: int) -> str:
        return f"{begin}{self.rng.randrange(10**more):0{more}d}"

    def contacts(self) -> Iterator[Line]:
        """Contact persons of all accounts."""
        for customer in self.customers:
            for place in range(self.rng.choice(_CONTACTS) if customer.company else 1):
                yield self._contact(customer, first=place == 0)

    def _contact(self, customer: Customer, *, first: bool) -> Line:
        since = min(customer.since + timedelta(minutes=self.rng.randrange(1, 400)), self.now)
        person = (
            self.names.person(abroad=customer.english)
            if customer.company
            else Person(customer.name, female=False, latin="")
        )
        title = self.rng.choice((TITLES_EN if customer.english else TITLES_ZH).split()).replace("_", " ")
        made = self.id(since)
        customer.contacts.append((made, person.name))
        customer.titles[made] = title
        values: Values = {
            "name": person.name,
            "account": customer.id,
            "owner": customer.owner.id,
            "mobile": self._foreign(customer.city[0], int(customer.city[2]))
            if customer.english
            else self.names.mobile(),
        }
        if customer.company:
            values |= {"salutation": "ms" if person.female else "mr", "title": title}
            if first or self.rng.random() < 0.5:  # noqa: PLR2004
                values["email"] = f"{person.latin}@{customer.domain}.example"
        if not customer.english and self.rng.random() < 0.3:  # noqa: PLR2004
            values["im"] = [{"kind": "wechat", "id": f"{person.latin or 'wx'}{self.rng.randint(10, 9999)}"}]
        return made, 0, self.made(values | phrases.wishes(made), customer.owner.id, since, self.since(since))
