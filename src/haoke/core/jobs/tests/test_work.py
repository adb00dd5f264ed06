"""A job's life, without a worker process: queued, attempted, done, failed, swept, replayed."""

from __future__ import annotations

import errno
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.jobs import Job as Queued

from haoke.core import jobs
from haoke.core.access.actor import Actor, system
from haoke.core.errors import Denied, Invalid, Missing
from haoke.core.ids import uuid7
from haoke.core.jobs import Fenced, Progress, Running, current, maintenance, queue, registry, work
from haoke.core.jobs.models import Job
from haoke.core.jobs.running import running
from haoke.core.jobs.tests.driving import Declare, attempt, queued, state
from haoke.core.records import changes
from haoke.core.records.files import storing
from haoke.core.records.files.models import File
from haoke.core.testing.app.models import Thing
from haoke.core.text import T, current_language, speaking

pytestmark = pytest.mark.django_db


def test_a_job_is_queued_in_the_callers_transaction_and_done_once(declare: Declare) -> None:
    def greet(name: str) -> dict[str, str]:
        return {"said": f"hello {name}"}

    declare(greet, queue="talk", lock="one at a time")
    actor = Actor(id=uuid7(), language="en")
    with transaction.atomic():
        jobs.defer(greet, name="nobody")
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert queued() == []
    job = jobs.defer(greet, actor=actor, name="Ann")
    task, args, name, lock, at, *_ = queued()[0]
    assert (task, name, lock, at) == ("test.greet", "talk", "one at a time", None)
    assert str(job) in str(args)
    assert "Ann" not in str(args)
    assert jobs.view(actor, job)["state"] == "queued"
    attempt(job)
    seen = jobs.view(actor, job)
    assert (seen["state"], seen["result"], seen["message"]) == ("done", {"said": "hello Ann"}, "")
    attempt(job)
    assert Job.objects.get(id=job).attempt == 1


def test_only_who_started_it_or_an_administrator_sees_it(declare: Declare) -> None:
    def silent() -> None:
        return None

    declare(silent)
    job = jobs.defer(silent, actor=Actor(id=uuid7()))
    with pytest.raises(Denied):
        jobs.view(Actor(id=uuid7()), job)
    with pytest.raises(Missing):
        jobs.view(system(), uuid7())
    attempt(job)
    assert jobs.view(system(), job)["result"] is None


def test_later_keyed_and_locked(declare: Declare) -> None:
    def late() -> None:
        return None

    declare(late)
    job = jobs.defer(late, after=60, key="only one", lock="mine")
    assert jobs.defer(late, key="only one") == job
    assert len(queued()) == 1
    assert queued()[0][3] == "mine"
    assert queued()[0][4] > datetime.now(UTC) + timedelta(seconds=50)
    kind = registry.kind_of(late)
    work.tick(kind, 1000)
    work.tick(kind, 1000)
    work.tick(kind, 2000)
    assert Job.objects.filter(kind="test.late").count() == 3


def test_a_name_stands_for_one_function(declare: Declare) -> None:
    def same() -> None:
        return None

    declare(same)
    jobs.job("test.same", T("Same", "相同"))(same)
    with pytest.raises(ValueError, match="twice"):
        jobs.job("test.same", T("Same", "相同"))(lambda: None)


def test_an_error_is_tried_again_and_then_stands_as_failed(declare: Declare) -> None:
    def weak() -> None:
        raise LookupError("passing")

    declare(weak, retry=2)
    job = jobs.defer(weak)
    with pytest.raises(LookupError):
        attempt(job)
    assert state(job) == "queued"
    with pytest.raises(LookupError):
        attempt(job)
    assert state(job) == "failed"
    (dead,) = jobs.dead_letters()
    assert (dead.id, (dead.message or {})["at"].split(":")[0]) == (job, "LookupError · core/jobs/tests/test_work.py")
    with speaking("zh"):
        assert "出现错误" in jobs.view(system(), job)["message"]


def test_a_failed_job_can_be_started_again(declare: Declare) -> None:
    results = iter([LookupError("once"), None])

    def mended() -> None:
        if problem := next(results):
            raise problem

    declare(mended, retry=1)
    job = jobs.defer(mended)
    with pytest.raises(LookupError):
        attempt(job)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    jobs.replay(job)
    assert queued()[0][5] == "todo"
    attempt(job)
    assert state(job) == "done"
    with pytest.raises(Missing):
        jobs.replay(job)


def test_a_refusal_is_not_tried_again_and_says_why(declare: Declare) -> None:
    def refused() -> None:
        raise Invalid.at("name", "bad", T("The name is bad", "名称不对"))

    def closed() -> None:
        raise Denied

    declare(refused)
    declare(closed)
    job, other = jobs.defer(refused), jobs.defer(closed)
    for each, kind in ((job, Invalid), (other, Denied)):
        with pytest.raises(kind):
            attempt(each)
        assert state(each) == "failed"
    with speaking("en"):
        assert jobs.view(system(), job)["message"] == "The name is bad"
        assert "may not" in jobs.view(system(), other)["message"]


def test_a_job_that_must_not_run_twice_fails_at_once(declare: Declare) -> None:
    def once() -> None:
        raise LookupError

    declare(once, idempotent=False)
    job = jobs.defer(once)
    with pytest.raises(LookupError):
        attempt(job)
    assert state(job) == "failed"


def test_when_to_try_again(declare: Declare) -> None:
    def weak() -> None:
        return None

    def once() -> None:
        return None

    declare(weak, retry=3)
    declare(once, idempotent=False)
    again, never = queue.Again(registry.kind_of(weak)), queue.Again(registry.kind_of(once))

    def decide(strategy: queue.Again, error: Exception, attempts: int) -> Any:
        job = Queued(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
        return strategy.get_retry_decision(exception=error, job=job)

    assert decide(again, LookupError(), 0).retry_at > datetime.now(UTC)
    assert decide(again, LookupError(), 2) is None
    assert decide(again, Denied(), 0) is None
    assert decide(again, Fenced(), 0) is None
    assert decide(never, LookupError(), 0) is None
    assert 1.5 <= queue.wait_before(1) <= 2.5
    assert queue.wait_before(40) <= queue.LONGEST_WAIT * 1.25


def test_jobs_speak_the_language_of_who_started_them(declare: Declare) -> None:
    def speak() -> str:
        return current_language()

    declare(speak)
    for language in ("zh", "en"):
        job = jobs.defer(speak, actor=Actor(id=uuid7(), language=language))
        attempt(job)
        assert Job.objects.get(id=job).result == language


def test_progress_is_seen_and_not_said_too_often(declare: Declare) -> None:
    seen: list[Any] = []

    def counting() -> None:
        progress = Progress()
        for number in range(1, 101):
            progress.step(number, 100, T("Reading", "读取中") if number == 1 else None)
            seen.append(Job.objects.get(id=job).done)

    declare(counting)
    job = jobs.defer(counting, actor=Actor(id=uuid7()))
    attempt(job)
    assert seen[0] == 1
    assert seen[50] < 51
    assert seen[-1] == 100
    with speaking("en"):
        assert jobs.view(system(), job)["message"] == "Reading"
    Progress(job).step(5)
    assert Job.objects.get(id=job).done == 5
    Progress().step(1)


def test_a_lost_attempt_can_neither_write_nor_report(declare: Declare) -> None:
    def overtaken() -> None:
        mine = current()
        assert mine is not None
        Job.objects.filter(id=mine.job).update(attempt=9)
        with pytest.raises(Fenced):
            Progress().step(1, 1)
        with changes(system(), "zombie") as tx:
            tx.create("thing", {"name": "from the grave"})

    declare(overtaken)
    job = jobs.defer(overtaken)
    with pytest.raises(Fenced):
        attempt(job)
    assert not Thing.objects.exists()
    assert Job.objects.get(id=job).state == "running"


def test_an_atomic_job_is_done_with_its_effect_or_not_at_all(declare: Declare) -> None:
    def effect(fail: bool) -> None:
        with changes(system(), "job") as tx:
            tx.create("thing", {"name": "A"})
        if fail:
            raise LookupError

    declare(effect, atomic=True)
    job = jobs.defer(effect, fail=True)
    with pytest.raises(LookupError):
        attempt(job)
    assert not Thing.objects.exists()
    attempt(jobs.defer(effect, fail=False))
    assert Thing.objects.count() == 1


def test_the_end_of_a_lost_attempt_does_not_count(declare: Declare) -> None:
    def slow() -> None:
        Job.objects.update(state="queued")

    declare(slow)
    job = jobs.defer(slow)
    with pytest.raises(Fenced):
        attempt(job)
    assert state(job) == "queued"


def test_outside_jobs_there_is_no_fence() -> None:
    jobs.fence()
    assert current() is None
    with running(Running(uuid7(), 1)), pytest.raises(Fenced):
        jobs.fence()


def test_the_house_is_kept_tidy(declare: Declare) -> None:
    def task() -> None:
        return None

    declare(task)
    old, failed = jobs.defer(task), jobs.defer(task)
    attempt(old)
    Job.objects.filter(id=failed).update(state="failed")
    Job.objects.update(finished_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert maintenance.tidy() == {"answers": 0, "jobs": 1}
    assert [found.id for found in Job.objects.all()] == [failed]
    assert maintenance.make_partitions() == 0


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_of_every_step(declare: Declare, app_connection: Any) -> None:
    def task() -> None:
        Progress().step(1, 2)

    declare(task)
    app_connection.execute(f"LISTEN {jobs.CHANNEL}")
    job = jobs.defer(task)
    attempt(job)
    heard = list(app_connection.notifies(timeout=60, stop_after=3))
    assert [notice.payload for notice in heard] == [str(job)] * 3


def test_a_failed_job_can_be_struck_off(declare: Declare) -> None:
    def weak() -> None:
        raise LookupError

    declare(weak, retry=1)
    ann = Actor(id=uuid7())
    mine, other = jobs.defer(weak, actor=ann), jobs.defer(weak)
    assert (work.kind(mine), work.kind(uuid7())) == ("test.weak", None)
    assert work.starters([mine, uuid7()]) == {mine: ann.id}
    assert work.starters([]) == {}
    with pytest.raises(Missing):
        work.discard(mine)
    with pytest.raises(LookupError):
        attempt(mine)
    struck = work.discard(mine)
    assert (struck.id, struck.kind, struck.actor) == (mine, "test.weak", ann.id)
    assert [found.id for found in Job.objects.all()] == [other]
    with pytest.raises(Missing):
        work.discard(mine)


def test_a_job_sweeps_files_nobody_attached() -> None:
    ref = storing.keep(system(), "a.txt", io.BytesIO(b"text"))
    assert maintenance.sweep_files() == {"files": 0, "contents": 0}
    File.objects.filter(id=ref.id).update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert maintenance.sweep_files() == {"files": 1, "contents": 1}


def _refused_by_database(code: str) -> Exception:
    refused = OperationalError("no")
    refused.__cause__ = psycopg.errors.lookup(code)("no")
    return refused


@pytest.mark.parametrize(
    ("unexpected", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
        (_refused_by_database("53100"), "disk is full"),
        (_refused_by_database("40P01"), "others were writing"),
        (OperationalError("server closed the connection"), "database could not be reached"),
        (ConnectionResetError(), "did not answer in time"),
        (MemoryError(), "memory"),
        (ValueError("x"), "Something went wrong"),
    ],
)
def test_what_nobody_foresaw_is_told_in_words_to_whoever_waits(
    declare: Declare, unexpected: Exception, words: str
) -> None:
    def broken() -> None:
        raise unexpected

    declare(broken, retry=1)
    actor = Actor(id=uuid7(), language="en")
    job = jobs.defer(broken, actor=actor)
    with pytest.raises(type(unexpected)):
        attempt(job)
    with speaking("en"):
        seen = jobs.view(actor, job)
    assert seen["state"] == "failed"
    assert words in seen["message"]
    assert str(unexpected) not in seen["message"] or not str(unexpected)
