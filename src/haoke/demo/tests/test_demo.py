"""The demo company: the same every time, believable, and gone without a trace."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection

from haoke import demo
from haoke.core import clock, registry
from haoke.core.access.actor import Actor, system
from haoke.core.errors import Conflict, Invalid
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.demo.names import Names
from haoke.demo.world import World
from haoke.identity import company

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def rows(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def one(query: str, *parameters: Any) -> Any:
    return rows(query, *parameters)[0][0]


def counts() -> dict[str, int]:
    return {key: one(f'SELECT count(*) FROM "{spec.model._meta.db_table}"') for key, spec in registry.objects().items()}


def test_the_same_seed_gives_the_same_company() -> None:
    def drawn(seed: int) -> list[Any]:
        world = World(seed, TODAY, 60, roles={})
        return [
            list(part())
            for part in (world.offices, world.people, world.categories, world.catalogue, world.accounts, world.contacts)
        ]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_loading_and_removing() -> None:
    before = counts()
    told: list[tuple[int, int]] = []
    made = demo.load(accounts=120, seed=3, today=TODAY, progress=lambda done, total, _label: told.append((done, total)))
    assert demo.present()
    assert made.counts["account"] == 120 == one("SELECT count(*) FROM customers_account WHERE deleted_at IS NULL")
    assert made.counts["opportunity"] == 120
    assert 3 * 120 < made.counts["contact"] < 7 * 120
    assert told == sorted(told)
    assert all(done <= total for done, total in told)
    _check_history()
    _check_times()
    _check_prospects()
    twice = one("SELECT count(*) FROM customers_account WHERE deleted_at IS NOT NULL")
    assert twice >= 2
    assert {code for (code,) in rows("SELECT currency FROM customers_exchangerate")} >= {"EUR", "USD"}
    assert one("SELECT count(*) FROM sales_opportunity WHERE amount_currency <> 'CNY' AND closed_at IS NOT NULL") > 0
    assert one("SELECT count(*) FROM sales_opportunity WHERE amount_base IS NULL AND closed_at IS NOT NULL") == 0
    assert one("SELECT count(*) FROM customers_accountcontact WHERE until < since") == 0
    with pytest.raises(Conflict):
        demo.load(accounts=120)
    removed = demo.remove(system())
    assert not demo.present()
    assert removed["account"] == 120 + twice
    after = counts()
    shipped = {"pipeline", "stage", "company", "role", "level_rule"}
    assert {key: n for key, n in after.items() if key not in shipped} == {
        key: n for key, n in before.items() if key not in shipped
    }
    assert (
        one("SELECT count(*) FROM core_searchdoc WHERE object IN ('account', 'contact', 'opportunity', 'activity')")
        == 0
    )


def test_a_company_at_home_in_english() -> None:
    demo.load(accounts=120, seed=3, today=TODAY, language="en")
    han = "count(*) FILTER (WHERE name ~ '[一-龥]')"
    assert one(f"SELECT {han} FROM identity_user WHERE language = 'en'") == 0
    assert one(f"SELECT {han} FROM identity_department") == 0
    assert one(f"SELECT {han} FROM customers_product") == 0
    assert rows("SELECT DISTINCT unit FROM customers_product WHERE unit ~ '[一-龥]'") == []
    foreign, accounts = rows(f"SELECT {han}, count(*) FROM customers_account WHERE deleted_at IS NULL")[0]
    assert 0 < foreign < accounts // 4
    assert one("SELECT language FROM identity_user WHERE email = 'rep@example.com'") == "en"
    assert one("SELECT language FROM identity_user WHERE email = 'rep.zh@example.com'") == "zh"
    assert (
        one(
            "SELECT count(*) FROM customers_account a JOIN identity_user u ON u.id = a.owner_id"
            " WHERE (a.name ~ '[一-龥]') = (u.language = 'en')"
        )
        == 0
    )


def test_a_worker_that_has_not_heard_of_the_company_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a dollar company in New York is worth, speaks and when it works, though the process knew another."""
    with changes(system(), "set_up") as tx:
        begun = {"name": "Demo", "currency": "USD", "language": "en", "time_zone": "America/New_York"}
        company.start(tx, begun, "demo")
    monkeypatch.setattr(company._kept, "settings", company.Settings())
    monkeypatch.setattr(company._kept, "until", float("inf"))
    demo.load(accounts=60, seed=3, today=TODAY)
    worth = dict(
        rows("SELECT currency, rate FROM customers_exchangerate WHERE since > %s", TODAY - timedelta(days=400))
    )
    assert "USD" not in worth
    assert float(worth["CNY"]) < 0.2
    assert 1 < float(worth["EUR"]) < 1.3
    assert one("SELECT count(*) FROM identity_user WHERE language = 'en'") > 0
    hours = "extract(hour FROM due AT TIME ZONE 'America/New_York')"
    assert rows(
        f"SELECT min({hours}) >= 9, max({hours}) < 18 FROM inbox_activity WHERE NOT done AND kind <> 'complaint'"
    )[0] == (True, True)
    named = "SELECT array_agg(name) FROM customers_account WHERE kind = 'company' AND "
    german = one(named + "address ->> 'country' = 'DE'")
    assert german
    assert all(name.endswith((" GmbH", " AG")) for name in german)


def _check_history() -> None:
    closed = rows(
        "SELECT s.kind, o.closed_at, o.opened_at, o.lost_reason, o.amount"
        " FROM sales_opportunity o JOIN sales_stage s ON s.id = o.stage_id"
    )
    kinds = Counter(kind for kind, *_ in closed)
    assert min(kinds["won"], kinds["lost"], kinds["open"]) > 5
    for kind, closed_at, opened_at, reason, amount in closed:
        assert (closed_at is not None) == (kind != "open")
        assert (reason is not None) == (kind == "lost")
        assert opened_at >= TODAY - timedelta(days=731)
        assert amount > 0
        assert closed_at is None or opened_at <= closed_at <= TODAY
    # Every deal stands in the stage its history says, entered its stages in order, and has one open stay.
    assert (
        one(
            "SELECT count(*) FROM sales_opportunity o WHERE NOT EXISTS"
            " (SELECT 1 FROM sales_stageentry e WHERE e.opportunity_id = o.id"
            " AND e.stage_id = o.stage_id AND e.left_at IS NULL)"
        )
        == 0
    )
    assert (
        one(
            "SELECT count(*) FROM sales_stageentry a JOIN sales_stageentry b ON b.opportunity_id = a.opportunity_id"
            " AND b.entered_at > a.entered_at AND b.entered_at < a.left_at"
        )
        == 0
    )
    assert one("SELECT count(*) FROM inbox_activity WHERE NOT done AND due < %s", TODAY) > 0
    assert one("SELECT count(*) FROM sales_opportunity WHERE next_step IS NULL AND closed_at IS NULL") > 0


def _check_times() -> None:
    """Nothing was made in the future or changed before it was made, and not all of it just now."""
    end = datetime.combine(TODAY, time(10), UTC)
    for key in ("account", "contact", "opportunity", "lead", "activity", "stage_entry", "account_contact", "product"):
        table = registry.get(key).model._meta.db_table
        past, late, days = rows(
            "SELECT bool_and(created_at <= %s), bool_or(updated_at < created_at), count(DISTINCT created_at::date)"
            f' FROM "{table}" WHERE deleted_at IS NULL',
            end,
        )[0]
        assert past
        assert not late
        assert key == "product" or days > 3
    assert one("SELECT count(*) FROM customers_account WHERE updated_at > %s AND deleted_at IS NULL", end) == 0


def _check_prospects() -> None:
    statuses = Counter(status for (status,) in rows("SELECT status FROM sales_lead WHERE deleted_at IS NULL"))
    assert set(statuses) == {"new", "contacting", "qualified", "converted", "unqualified"}
    assert one("SELECT count(DISTINCT source) FROM sales_lead") > 4
    assert one("SELECT count(*) FROM sales_lead WHERE deleted_at IS NOT NULL") > 0


@pytest.mark.parametrize("mail", ["rep", "rep.en", "manager", "service", "marketing"])
def test_everybody_has_something_to_do_today(mail: str) -> None:
    demo.load(accounts=150, seed=1)
    person = one("SELECT id FROM identity_user WHERE email = %s", f"{mail}@example.com")
    day = datetime.combine(clock.today() + timedelta(days=1), time(0), clock.timezone())
    due = "SELECT count(*) FROM inbox_activity WHERE NOT done AND owner_id = %s AND due "
    assert one(due + "< %s", person, day) > 1
    assert one(due + ">= %s", person, day) > 1


def test_ones_own_records_stay_when_the_demo_goes() -> None:
    demo.load(accounts=30, seed=4, today=TODAY)
    account = one("SELECT id FROM customers_account WHERE deleted_at IS NULL LIMIT 1")
    rep = one("SELECT owner_id FROM customers_account WHERE deleted_at IS NULL LIMIT 1")
    with changes(system(), "test") as tx:
        mine = tx.create("account", {"name": "自己的客户", "parent": account, "owner": rep})
        role = tx.create(
            "account_contact", {"account": account, "contact": one("SELECT id FROM customers_contact LIMIT 1")}
        )
        kept = tx.create("activity", {"subject": "自己的备注"})
        tied = tx.create("activity", {"subject": "关于演示客户"})
        tx.create("activity_link", {"activity": tied.id, "object": "account", "record": account})
        tx.create("activity_link", {"activity": kept.id, "object": "account", "record": account})
        tx.create("activity_link", {"activity": kept.id, "object": "account", "record": mine.id})
    demo.remove(system())
    assert rows("SELECT id, parent_id, owner_id FROM customers_account") == [(mine.id, None, None)]
    assert rows("SELECT id FROM inbox_activity") == [(kept.id,)]
    assert one("SELECT count(*) FROM inbox_activitylink") == 1
    assert one("SELECT count(*) FROM customers_accountcontact WHERE id = %s", role.id) == 0


def test_nobody_removes_himself() -> None:
    demo.load(accounts=20, seed=5, today=TODAY)
    rep = one("SELECT id FROM identity_user WHERE email = 'rep@example.com'")
    with pytest.raises(Conflict):
        demo.remove(Actor(id=rep, admin=True))
    assert demo.present()


def test_a_mistake_in_the_demo_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = (uuid7(), 0, {"name": ""})
    monkeypatch.setattr(World, "catalogue", lambda _world: iter([nothing]))
    with pytest.raises(Invalid):
        demo.load(accounts=20, seed=6, today=TODAY)


def test_names_stay_apart_when_they_run_out() -> None:
    names = Names(random.Random(1))
    names.brands = (["中"], ["诚"])
    drawn = [names.company("energy", "北京市")[0] for _ in range(60)]
    assert len(set(drawn)) == len(drawn)
    assert all(name.startswith("北京") for name in drawn)
    names.brands = (["华", "中"], ["为", "诚"])
    assert not any("华为" in names.company("energy", "北京市")[0] for _ in range(40))
