"""What a rule costs when much changes at once: statements for each record, however many there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.automation.actions import hearing, lanes, running
from haoke.automation.models import AutomationRun
from haoke.automation.tests.scene import Company
from haoke.core.records import changes

pytestmark = pytest.mark.django_db


def heard(company: Company, records: list[Any], value: str) -> int:
    """Statements it takes to begin the runs of these records, all changed at once."""
    with changes(company["Root"], "update") as tx:
        for record in records:
            tx.update("account", record, {"industry": value})
    entries = company._fresh()
    with CaptureQueriesContext(connection) as found:
        hearing.hear(entries)
    return len(found)


def carried_out() -> int:
    """Statements it takes to carry out the runs there are."""
    runs = list(AutomationRun.objects.filter(state="queued"))
    with CaptureQueriesContext(connection) as found:
        assert running.carry_out(runs) == len(runs)
    return len(found)


def test_statements_for_each_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 600.0)
    monkeypatch.setattr(lanes, "LANES", 1)  # ten records may happen to lie in fewer lanes than thirty
    company = Company()
    region = {"kind": "set", "values": {"region": "North"}}  # nothing a record is found by
    company.rule(region, trigger="updated", details={"fields": ["industry"]})
    records = [company.account(name=f"Account {number}") for number in range(50)]
    heard(company, records[:10], "software")
    carried_out()  # what is read once and kept
    few, ran = heard(company, records[10:20], "software"), carried_out()
    many, all_ran = heard(company, records[20:], "software"), carried_out()
    assert many - few <= 2
    assert (all_ran - ran) / 20 <= 7
