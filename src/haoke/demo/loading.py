"""Puts the made-up company into the database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import connection

from haoke.core import clock, registry
from haoke.core.access.actor import system
from haoke.core.criteria import worth
from haoke.core.errors import Conflict
from haoke.core.ids import uuid7
from haoke.core.records import Batch, changes
from haoke.core.text import T, say
from haoke.demo import labelling
from haoke.demo.agenda import Agenda
from haoke.demo.deals import Deals, Diary
from haoke.demo.deciding import Deciding
from haoke.demo.keeping import keep_weeks
from haoke.demo.people import let_in, make_team, shipped_roles
from haoke.demo.phrases import TEAM
from haoke.demo.prospects import Prospects
from haoke.demo.registering import Registering
from haoke.demo.sundries import Sundries
from haoke.demo.untidy import Untidy
from haoke.demo.world import MARK, World
from haoke.identity import company
from haoke.identity.models import Company
from haoke.identity.roles import ensure_roles
from haoke.labels.actions import ensure_level_rules
from haoke.sales.actions import ensure_pipelines
from haoke.sales.queries import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from haoke.core.records import Tx
    from haoke.core.records.verdicts import Verdict
    from haoke.core.text import Language
    from haoke.demo.world import Line

ACTION: Final = "load_demo"
ACCOUNTS: Final = 2_000
FEWEST: Final = 20
NAME: Final = T("Haoke Controls (demo)", "好客智控（演示）")
#: Groups of objects whose records are a company's own business.
OWN: Final = ("data", "sales")
#: Rows that are committed together.
CHUNK: Final = 20_000
#: Rows of all objects for one account, about; only progress depends on it.
_ROWS_AN_ACCOUNT: Final = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made: the change it is one of, rows by object, the people who may sign in (e-mail, name, title)."""

    change: UUID
    counts: dict[str, int]
    people: tuple[tuple[str, str, str], ...]


def present() -> bool:
    """Whether the demo company is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM identity_department WHERE id = %s)", [MARK])
        return bool(cursor.fetchone()[0])


def refuse_mixing() -> None:
    """Raise Conflict when the company has customers or deals of its own: the demo is never mixed into them."""
    own = [spec.model for spec in registry.objects().values() if spec.group in OWN and not spec.open]
    if any(model._base_manager.filter(deleted_at=None).exists() for model in own):
        raise Conflict(
            T(
                "There are records of your own; the demo is for an empty company",
                "系统中已有您自己的数据，演示公司只能载入空白系统",
            ),
            code="own_records",
        )


def load(
    accounts: int = ACCOUNTS,
    seed: int = 1,
    progress: Callable[[int, int, T], None] | None = None,
    *,
    today: date | None = None,
    password: str | None = None,
    language: Language | None = None,
) -> Loaded:
    """Make the demo company with so many accounts (five contacts each, about); its people may sign in with `password`.

    Most of it speaks `language`, else the company's own. `progress` is told (rows done, rows in all, what is being
    made). The same seed, size, day and language give the same company. Raises Conflict when it is there already.
    """
    if present():
        raise Conflict(T("The demo company is there already", "演示公司已存在"), code="demo_present")
    refuse_mixing()
    loader = _Loader(max(accounts, FEWEST), progress, language)
    active = password is not None
    loader.ready()
    company.forget()  # a worker may still know the company as it was before somebody began
    with company.ours():
        day, now = today or clock.today(), clock.now() if today is None else None
        world = World(
            seed,
            day,
            max(accounts, FEWEST),
            roles=shipped_roles(),
            language=language or company.settings().language,
            active=active,
            now=now,
        )
        _house(loader, world, password, Untidy(world, seed))
        _business(loader, world)
    return Loaded(
        loader.change, dict(loader.counts), tuple((each.email, each.name, each.title) for each in world.staff)
    )


def _house(loader: _Loader, world: World, password: str | None, hands: Untidy) -> None:
    """The company itself, what it sells, and to whom."""
    loader.put("department", world.offices(), T("Departments", "部门"))
    loader.put("user", world.people(), T("People", "人员"), history=False)
    if password is not None:
        let_in(world.staff, password)
    loader.run(lambda tx: make_team(tx, world.staff, world.home.says(TEAM)))
    loader.put("product_category", world.categories(), T("Products", "产品"))
    loader.put("product", world.catalogue(), T("Products", "产品"))
    loader.put("account", hands.spoilt(world.accounts()), T("Accounts", "客户"))
    loader.put("contact", hands.spoilt(world.contacts()), T("Contacts", "联系人"))


def _business(loader: _Loader, world: World) -> None:
    found, small, prospects = catalogue(), Sundries(world), Prospects(world)
    loader.put("exchange_rate", small.rates(_rated()), T("Exchange rates", "汇率"))
    loader.put("account_contact", small.jobs(), T("Contacts", "联系人"))
    deciding = Deciding(world, small.placed)
    loader.put("account_contact", deciding.parts(), T("Contacts", "联系人"))
    loader.put("contact_relation", deciding.lines(), T("Contacts", "联系人"))
    deals = Deals(world, found.of(found.default) if found.default else [], small.worth())
    diary = Diary(deals)
    with worth.converting(small.worth()):
        loader.put("opportunity", deals.lines(), T("Opportunities", "商机"))
    loader.put("stage_entry", deals.entries(), T("Stage history", "阶段历史"))
    loader.put("lead", prospects.lines(), T("Leads", "线索"))
    loader.put("activity", diary.lines(), T("Activities", "活动"))
    loader.put("activity", Agenda(diary, prospects).lines(), T("Activities", "活动"))
    loader.put("activity_link", diary.links(), T("Activities", "活动"))
    loader.put("account", small.doubles(), T("Accounts", "客户"))
    loader.run(Registering(world, loader.language).made)
    loader.run(lambda tx: labelling.made(tx, loader.language))
    loader.drop("account", small.twice)
    loader.drop("lead", prospects.junk)
    keep_weeks(world)


def _rated() -> frozenset[str]:
    """Currencies the company has a rate for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT currency FROM customers_exchangerate")
        return frozenset(code for (code,) in cursor.fetchall())


class _Loader:
    """Writes rows in chunks, all in one change."""

    def __init__(
        self, accounts: int, progress: Callable[[int, int, T], None] | None, language: Language | None
    ) -> None:
        self.actor = system("demo")
        self.change = uuid7()
        self.counts: Counter[str] = Counter()
        self.total = accounts * _ROWS_AN_ACCOUNT
        self.progress = progress
        self.language: Language = language or "zh"

    def ready(self) -> None:
        """What every company has, and what stays when the demo goes."""
        ensure_roles()
        with changes(self.actor, "set_up") as tx:
            if not Company._base_manager.filter(started="demo").exists():
                company.start(tx, {"name": say(NAME, self.language), "language": self.language}, "demo")
            ensure_pipelines(tx)
            ensure_level_rules(tx)

    def run(self, step: Callable[[Tx], None]) -> None:
        """One step of the same change."""
        with changes(self.actor, ACTION, change=self.change) as tx:
            step(tx)

    def put(self, key: str, lines: Iterable[Line], label: T, *, history: bool = True) -> None:
        """Write all rows of an object; a refused one is a mistake of ours and raises. People bring no history."""
        waiting = iter(lines)
        while chunk := list(islice(waiting, CHUNK)):
            with changes(self.actor, ACTION, change=self.change, history=history) as tx:
                _bring_history()
                verdicts = Batch(tx, registry.get(key), trusted=True).rows(
                    chunk, progress=lambda done: self._tell(done, label)
                )
                _all_taken(verdicts)
            self.counts[key] += len(chunk)

    def drop(self, key: str, records: list[UUID]) -> None:
        """Move records to the bin."""
        self.run(lambda tx: _all_taken(tx.batch(key).delete((record, None) for record in records)))
        self.counts[key] -= len(records)

    def _tell(self, done: int, label: T) -> None:
        if self.progress:
            so_far = sum(self.counts.values()) + done
            self.progress(so_far, max(self.total, so_far), label)


def _all_taken(verdicts: Sequence[Verdict]) -> None:
    refused = next((verdict for verdict in verdicts if not verdict.taken), None)
    if refused is not None:
        raise refused.error or RuntimeError(f"demo row {refused.index} not taken")


def _bring_history() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('haoke.stage_history', 'given', true), set_config('haoke.owned_since', 'created', true)"
        )
