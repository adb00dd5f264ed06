"""What a rule costs when much changes at once: statements for each record, however many there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.automation.actions import hearing, running
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


def test_statements_for_each_record() -> None:
    company = Company()
    website = {"kind": "set", "values": {"website": "https://example.com"}}
    company.rule(website, trigger="updated", details={"fields": ["industry"]})
    records = [company.account(name=f"Account {number}") for number in range(30)]
    few, many = heard(company, records[:10], "software"), heard(company, records[10:], "software")
    assert (many - few) / 10 < 10  # beginning: a number, the run, its job, and now and then something for many
    counts = []
    for run in AutomationRun.objects.filter(state="queued"):
        with CaptureQueriesContext(connection) as found:
            running.carry_out(run.id)
        counts.append(len(found))
    assert sorted(counts)[len(counts) // 2] <= 18  # one or the other also reads what is kept for many
