"""Runs of a portion stand each for itself, go on in order, and none is forgotten."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError

from haoke.automation.actions import hearing, lanes, performing, running
from haoke.automation.models import AutomationRun
from haoke.automation.rules.documents import SetStep
from haoke.automation.tests.scene import Company, row
from haoke.core import clock
from haoke.core.jobs.models import Job
from haoke.core.records import undo

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

pytestmark = pytest.mark.django_db

WEBSITE = {"kind": "set", "values": {"website": "https://example.com"}}


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 600.0)


@pytest.fixture
def company() -> Company:
    return Company()


def queued(company: Company, *records: UUID) -> list[AutomationRun]:
    """Runs that changes of these records set off."""
    for record in records:
        company.change(record, industry="software")
    hearing.hear(company._fresh())
    return list(AutomationRun.objects.filter(state="queued"))


def breaking(monkeypatch: pytest.MonkeyPatch, broken: UUID, error: Exception) -> None:
    """From now on the step that sets fields breaks for one record, after it has written."""
    really: Callable[..., Any] = performing.PERFORM[SetStep]

    def broken_step(course: performing.Course, step: SetStep) -> dict[str, Any]:
        found: dict[str, Any] = really(course, step)
        if course.record == broken:
            raise error
        return found

    monkeypatch.setitem(performing.PERFORM, SetStep, broken_step)


def test_a_mistake_in_one_run_is_its_own(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.rule(WEBSITE, trigger="updated", details={"fields": ["industry"]})
    records = [company.account(name=f"Account {number}") for number in range(3)]
    runs = queued(company, *records)
    breaking(monkeypatch, records[1], ZeroDivisionError())
    assert running.carry_out(runs) == 3
    state = {run.record: run for run in AutomationRun.objects.all()}
    assert [state[each].state for each in records] == ["done", "failed", "done"]
    assert state[records[1]].error == str(running.BROKEN)
    assert [bool(row("account", each)["website"]) for each in records] == [True, False, True]
    undo(company["Root"], state[records[0]].change)
    assert [bool(row("account", each)["website"]) for each in records] == [False, False, True]


def test_what_the_database_refuses_is_tried_again_and_then_fails_alone(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.rule(WEBSITE, trigger="updated", details={"fields": ["industry"]})
    records = [company.account(name=f"Account {number}") for number in range(2)]
    runs = queued(company, *records)
    breaking(monkeypatch, records[0], OperationalError("deadlock detected"))
    with pytest.raises(OperationalError):
        running.carry_out(runs)
    assert running.carry_out(runs, patient=True) == 2
    state = {run.record: run.state for run in AutomationRun.objects.all()}
    assert [state[each] for each in records] == ["failed", "done"]


def test_runs_of_one_record_go_in_order(company: Company) -> None:
    for text in ("one", "two", "three"):
        step = {"kind": "set", "values": {"description": text}}
        company.rule(step, trigger="updated", details={"fields": ["industry"]}, name=text)
    record = company.account()
    lane = record.int % lanes.LANES
    queued(company, record)
    taken = lanes.take(lane)
    assert [run.number for run in taken] == sorted(run.number or "" for run in taken)
    assert lanes.go_on(lane) == 3
    assert row("account", record)["description"] == "three"


def test_a_portion_ends_in_time_and_the_rest_is_the_next_jobs(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.rule(WEBSITE, trigger="updated", details={"fields": ["industry"]})
    record = company.account()
    company.change(record, industry="retail")
    queued(company, record)
    monkeypatch.setattr(running, "SECONDS", -1.0)
    lane = record.int % lanes.LANES
    before = Job.objects.filter(kind="automation.lane").count()
    assert lanes.go_on(lane) == 1
    assert Job.objects.filter(kind="automation.lane").count() == before + 1
    assert (lanes.go_on(lane), lanes.go_on(lane)) == (1, 0)
    assert Job.objects.filter(kind="automation.lane").count() == before + 1


def test_a_run_whose_job_is_gone_is_found(company: Company) -> None:
    company.rule(WEBSITE, trigger="updated", details={"fields": ["industry"]})
    queued(company, company.account())
    before = Job.objects.filter(kind="automation.lane").count()
    assert lanes.find_lost() == 0
    with clock.frozen(clock.now() + dt.timedelta(minutes=5)):
        assert lanes.find_lost() == 1
    assert Job.objects.filter(kind="automation.lane").count() == before + 1
