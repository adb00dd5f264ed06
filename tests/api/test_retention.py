"""Retention: a trial says what goes tonight and why, the night does just that, a legal hold keeps a record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from haoke.core import clock, custom
from haoke.core.access.actor import system
from haoke.core.erasing.action import Why, erase_person
from haoke.core.errors import Conflict
from haoke.core.log import sealing
from haoke.core.records import changes
from haoke.privacy import jobs
from haoke.privacy.actions import retaining
from haoke.privacy.actions.retaining import retain
from haoke.privacy.jobs import nightly
from haoke.privacy.queries import retention
from haoke.privacy.queries.retention import HELD
from tests.security.test_erasing import Person, found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.records import Tx
    from haoke.core.records.model import Record

pytestmark = pytest.mark.django_db(transaction=True)
YEARS_AGO = clock.now() - dt.timedelta(days=4 * 366)
NAME, PHONE, NOTE = "Ottokar Vx", "13912340064", "likes zinnias"


def old(name: str, **values: Any) -> str:
    with changes(system(), "import", history=True) as tx:
        made = tx.create("contact", {"name": name, "created_at": YEARS_AGO, "updated_at": YEARS_AGO, **values})
    return str(made.id)


def trial(boss: Person) -> dict[tuple[str, str], Mapping[str, Any]]:
    """{(object, what happens): group}."""
    groups = boss.good("GET", "privacy/retention")["groups"]
    return {(each["object"], each["then"]): each for each in groups}


def ids(group: Mapping[str, Any]) -> set[str]:
    return {each["id"] for each in group["items"]}


def test_the_night_does_what_the_trial_said() -> None:
    boss = Person("administrator")
    gone, kept = old(NAME, mobile=PHONE, description=NOTE), old("Kept for a court", mobile="13912340065")
    called, young = old("Called lately"), boss.good("POST", "contacts", {"name": "Young"})["id"]
    related = [{"object": "contact", "id": called}]
    boss.good("POST", "activities", {"subject": "Call", "kind": "call", "done": True, "related": related})
    group = trial(boss)["contact", "erase"]
    assert {gone, kept} <= ids(group)
    assert not {called, young} & ids(group)
    assert "36" in group["why"]
    boss.good("POST", "privacy/holds", {"object": "contact", "id": kept, "reason": "Case 64"})
    assert ids(trial(boss)["contact", "erase"]) == ids(group) - {kept}
    assert [each["id"] for each in boss.good("GET", "privacy/retention")["holds"]] == [kept]
    refused = boss.ask("POST", f"contacts/{kept}/actions/erase", {"reason": "by hand"})
    assert (refused.status_code, refused.json()["code"]) == (409, "held")
    # Nothing by itself: the company has not asked for it.
    assert nightly() is None
    assert boss.good("GET", f"contacts/{gone}")["name"] == NAME
    sealing.seal_up()
    with custom.latest():
        assert retain() == {"erased": 1, "blanked": 0, "refused": 0}
    assert found(NAME, PHONE, NOTE) == []
    assert sealing.verify().faults == []
    assert boss.good("GET", f"contacts/{kept}")["name"] == "Kept for a court"
    assert ("contact", "erase") not in trial(boss)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM log.entry WHERE record = %s AND verb = 'x:erased'", [gone])
        assert "36" in cursor.fetchone()[0]
    boss.good("POST", "privacy/holds/lifted", {"object": "contact", "id": kept})
    assert ids(trial(boss)["contact", "erase"]) == {kept}


def test_one_field_goes_earlier_than_the_person_in_the_log_as_well() -> None:
    boss = Person("administrator")
    entry = {"object": "contact", "purposes": ["service"], "basis": "consent", "then": "blank", "after": "created"}
    boss.good("POST", "personal-fields", {**entry, "field": "email", "months": 40})
    record = old("Still here", email="zinnia.vx@example.com", title="Chief")
    related = [{"object": "contact", "id": record}]
    boss.good("POST", "activities", {"subject": "Call", "kind": "call", "done": True, "related": related})
    assert ids(trial(boss)["contact", "blank"]) == {record}
    with custom.latest():
        assert retain() == {"erased": 0, "blanked": 1, "refused": 0}
    left = boss.good("GET", f"contacts/{record}")
    assert (left["name"], left["email"], left["title"]) == ("Still here", None, "Chief")
    assert found("zinnia.vx@example.com") == []
    assert ("contact", "blank") not in trial(boss)


def test_what_is_refused_keeps_back_nobody_and_a_night_begins_once(monkeypatch: pytest.MonkeyPatch) -> None:
    boss = Person("administrator")
    first, second, third = (old(f"Old {each}") for each in "abc")

    def refuse_the_first(tx: Tx, record: Record, why: Why) -> object:
        if str(record.id) == first:
            raise Conflict(HELD.fill(reason="Case 66"))
        return erase_person(tx, record, why)

    monkeypatch.setattr(retaining, "erase_person", refuse_the_first)
    monkeypatch.setattr(retention, "NIGHTLY", 1)
    with custom.latest():
        assert retain() == {"erased": 1, "blanked": 0, "refused": 1}
    names = [boss.good("GET", f"contacts/{each}")["name"] for each in (first, second, third)]
    assert names == ["Old a", "已删除", "Old c"]
    monkeypatch.setattr(jobs, "retains", lambda: True)
    begun = [at_hour(each) for each in (1, 2, 12)]
    assert begun[0] == begun[1] is not None
    assert begun[2] is None


def at_hour(hour: int) -> str | None:
    with clock.frozen(dt.datetime(2027, 3, 2, hour, 50, tzinfo=ZoneInfo("Asia/Shanghai"))):
        return nightly()


def test_who_may_hold_and_when_it_ends() -> None:
    boss, auditor = Person("administrator"), Person("auditor")
    record = old("Held for a day")
    wanted = {"object": "contact", "id": record, "reason": "Case 65"}
    assert auditor.ask("POST", "privacy/holds", wanted).status_code == 403
    assert boss.ask("POST", "privacy/holds", {**wanted, "until": "2001-01-01"}).status_code == 422
    assert boss.ask("POST", "privacy/holds", {**wanted, "object": "nothing"}).status_code == 404
    boss.good("POST", "privacy/holds", {**wanted, "until": (clock.today() + dt.timedelta(days=1)).isoformat()})
    assert ("contact", "erase") not in trial(auditor)
    with clock.frozen(clock.now() + dt.timedelta(days=3)):
        assert ids(trial(auditor)["contact", "erase"]) == {record}
