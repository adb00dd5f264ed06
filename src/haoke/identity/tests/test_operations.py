"""Failed work is seen, started again or given up with a reason; the Log is searched; the system says what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import jobs
from haoke.core.access.actor import system
from haoke.core.errors import BadRequest, Missing
from haoke.core.ids import uuid7
from haoke.core.jobs import defer, job
from haoke.core.jobs.loading import load
from haoke.core.jobs.models import Job
from haoke.core.log import finding
from haoke.core.log.finding import Wanted, find
from haoke.core.records import changes
from haoke.core.text import T, speaking
from haoke.core.transfer.models import Import
from haoke.identity import actors
from haoke.identity.administering import operations
from haoke.identity.administering.subjects import called, subjects
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


@job("test.fails", T("Fails", "出错"), about=("user", "user"))
def fails(n: int, user: str = "") -> None:
    """Work for a dead letter."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def root() -> Actor:
    return actors.load(scene.person("root", "administrator"))


def dead(root: Actor) -> UUID:
    made = defer(fails, actor=root, n=1, user=str(root.id))
    told = {"en": "It broke", "zh": "出错", "at": "KeyError · a.py:1"}
    Job.objects.filter(id=made).update(state="failed", message=told, finished_at=datetime.now(UTC), attempt=5)
    return made


def said(root: Actor, verb: str) -> list[dict[str, Any]]:
    return list(find(root, Wanted(verb=verb))["items"])


def test_failed_work_is_shown_started_again_and_given_up(root: Actor) -> None:
    first = dead(root)
    (shown,) = operations.work(root)["failed"]
    assert (shown["kind"], shown["message"], shown["attempt"]) == ("test.fails", "It broke", 5)
    assert (shown["label"], shown["person"]["title"], shown["at"]) == ("Fails", "root", "KeyError · a.py:1")
    assert shown["about"] == {"label": "User", "title": "root", "plural": "users", "id": str(root.id)}
    assert operations.health()["wrong"][-1] == "Work that failed: 1; see below"
    operations.discard(root, first, "not needed any more")
    assert not Job.objects.filter(id=first).exists()
    (told,) = said(root, "job_discarded")
    assert (told["actor"]["title"], told["reason"]) == ("root", "not needed any more")
    for unknown in (first, uuid7()):
        with pytest.raises(Missing):
            operations.discard(root, unknown, "gone")
        with pytest.raises(Missing):
            operations.retry(root, unknown)
    assert len(said(root, "job_discarded")) == 1
    assert said(root, "job_retried") == []


def test_failed_work_is_queued_again(root: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    again: list[int] = []
    monkeypatch.setattr("haoke.core.jobs.queue.again", again.append)
    made = dead(root)
    operations.retry(root, made)
    assert Job.objects.get(id=made).state == "queued"
    assert again == [Job.objects.get(id=made).queue_id]
    assert len(said(root, "job_retried")) == 1
    assert {each["kind"] for each in operations.work(root)["kinds"]} >= {"test.fails"}


def test_the_log_is_searched_by_person_object_verb_field_and_time(root: Actor) -> None:
    anna = actors.load(scene.person("anna", "administrator"))
    with changes(anna, "create") as tx:
        team = tx.create("team", {"name": "Tigers"})
    with changes(root, "update") as tx:
        tx.update("team", team.id, {"name": "Lions"})
    with changes(root, "update") as tx:
        tx.update("team", team.id, {"lead": anna.id})

    def found(**wanted: Any) -> list[tuple[str, str]]:
        items = find(root, Wanted(object="team", **wanted))["items"]
        return [(item["actor"]["title"], item["verb"]) for item in items]

    assert found() == [("root", "update"), ("root", "update"), ("anna", "create")]
    assert found(person=anna.id) == [("anna", "create")]
    assert found(verb="create") == [("anna", "create")]
    assert found(field="lead", verb="update") == [("root", "update")]
    assert found(until=datetime(2020, 1, 1, tzinfo=UTC)) == []
    item = find(root, Wanted(object="team", limit=1))["items"][0]
    assert (item["record"]["title"], item["fields"], item["plural"]) == ("Lions", ["Lead"], "teams")
    first = find(root, Wanted(object="team", limit=2))
    rest = find(root, Wanted(object="team", limit=2, before=int(first["next"])))
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


def test_records_called_by_a_day_are_named(root: Actor) -> None:
    with changes(system("test"), "scene") as tx:
        calendar = tx.add("work_calendar", {"name": {"en": "Office"}, "code": "office"}).id
        tx.add("work_day", {"calendar": calendar, "day": "2026-05-01", "kind": "rest"})
    (item,) = find(root, Wanted(object="work_day"))["items"]
    assert item["record"]["title"] == "2026-05-01"


def test_of_what_somebody_does_not_wholly_read_he_finds_nothing(root: Actor) -> None:
    anna = scene.person("anna")
    asker = scene.with_roles(anna, scene.role({"team": {"read": "all"}, "role": {"read": "own"}}))
    scene.add("role", name={"en": "Secret"})
    with changes(root, "create") as tx:
        tx.create("team", {"name": "Tigers"})
    assert {item["object"] for item in find(asker, Wanted())["items"]} >= {"team"}
    assert "role" not in {item["object"] for item in find(asker, Wanted(limit=200))["items"]}
    with pytest.raises(Missing):
        find(root, Wanted(object="nothing"))
    with pytest.raises(Missing):
        find(root, Wanted(object="team", field="nothing"))


def test_a_search_that_takes_too_long_says_so(root: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "rows_within", lambda _query, _seconds: None)
    with pytest.raises(BadRequest):
        find(root, Wanted())


def test_health_tells_figures_and_what_is_wrong() -> None:
    found = operations.health()
    assert found["size"] > 0
    assert 0 < found["connections"]["used"] <= found["connections"]["most"]
    assert found["wrong"][0].startswith("There is no backup yet")
    with changes(system("test"), "scene"):
        late = defer(fails, n=2)
    Job.objects.filter(id=late).update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert any(text.startswith("The oldest work has waited") for text in operations.health()["wrong"])


def test_work_says_what_it_was_about(root: Actor) -> None:
    batch = Import.objects.create(actor=root.id, name="customers.csv")
    gone = uuid7()

    def about(kind: str, **arguments: Any) -> Any:
        made = Job(kind=kind, arguments=arguments)
        return subjects(root, [made]).get(made.id)

    seen = {"label": "Import", "title": "customers.csv", "plural": "import", "id": str(batch.id)}
    assert about("transfer.run", batch=str(batch.id)) == seen
    assert about("transfer.run", batch=str(gone)) == {**seen, "title": None, "plural": None, "id": str(gone)}
    whole = {"label": "Accounts", "title": None, "plural": "accounts", "id": None}
    assert about("core.calculate", object="account") == whole
    hidden = about("test.fails", user=str(gone))
    assert (hidden["title"], hidden["plural"]) == (None, None)
    for kind, arguments in (
        ("core.calculate", {"object": "co_gone"}), ("test.fails", {"user": "nobody"}), ("test.fails", {}),
        ("core.tidy", {}), ("an.older.version", {}),
    ):  # fmt: skip
        assert about(kind, **arguments) is None
    assert called("an.older.version") == "an.older.version"


def test_all_work_is_called_something_in_both_languages() -> None:
    load()
    labels = [
        kind.label for name, kind in jobs.kinds().items() if not name.startswith(("test.", "sample", "log.sample"))
    ]
    assert all(str.__str__(label) and label.zh for label in labels)
    assert len(set(labels)) == len(labels)
    assert {"core.tidy", "load_demo", "log.inbox.notices"} <= jobs.kinds().keys()
