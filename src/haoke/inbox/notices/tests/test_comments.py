"""Who may comment, change and mention; comments stand in the timeline of what they are about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock, log, registry
from haoke.core.access import visible_to
from haoke.core.access.actor import Actor, system
from haoke.core.errors import Denied, Invalid, Missing
from haoke.core.ids import uuid7
from haoke.core.records import changes, storage
from haoke.core.sql import Sql, ident
from haoke.core.transfer import actors
from haoke.inbox.actions import log_activity
from haoke.inbox.notices import calling, comments
from haoke.inbox.notices.comments import Said
from haoke.inbox.notices.looking import look
from haoke.inbox.notices.tests.conftest import heard, make

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    Hire = Callable[..., Actor]

pytestmark = pytest.mark.django_db
ALL = {"*": {"*": "all"}}
OWN = {"*": {"*": "own"}}
LOOKS = {"*": {"read": "all"}}


def readable(actor: Actor, verb: str = "read") -> set[UUID]:
    """Comments that the policy lets somebody reach."""
    spec = registry.get("comment")
    query = Sql(f"SELECT r.id FROM {ident(spec.model._meta.db_table)} r WHERE ") + visible_to(actor, spec, verb)
    return {row["id"] for row in storage.fetch(query)}


def test_comments_are_seen_with_their_record_and_written_by_their_author(person: Hire) -> None:
    ann, rep, looks, nobody = person("Ann", ALL), person("Rep", OWN), person("Looks", LOOKS), person("None", {})
    open_, secret = make("account", name="Open", owner=rep.id), make("account", name="Secret")
    on_open = comments.add(ann, "account", open_.id, Said(body="a"))["id"]
    on_secret = comments.add(ann, "account", secret.id, Said(body="b"))["id"]
    both = {str(on_open), str(on_secret)}
    assert {str(each) for each in readable(ann)} == {str(each) for each in readable(looks)} == both
    assert {str(each) for each in readable(rep)} == {on_open}
    assert readable(nobody) == set()
    assert readable(rep, "update") == readable(looks, "update") == set()
    mine = comments.add(rep, "account", open_.id, Said(body="c"))["id"]
    assert {str(each) for each in readable(rep, "update")} == {mine}
    with changes(ann, "delete") as tx:
        tx.delete("account", open_.id)
    assert readable(rep) == set()


def test_only_who_works_with_such_records_comments(person: Hire) -> None:
    looks, rep = person("Looks", LOOKS), person("Rep", OWN)
    account = make("account", name="Secret")
    with pytest.raises(Denied):
        comments.add(looks, "account", account.id, Said(body="a"))
    with pytest.raises(Missing):
        comments.add(rep, "account", account.id, Said(body="a"))
    for key in ("comment", "nothing"):
        with pytest.raises(Missing):
            comments.add(rep, key, uuid7(), Said(body="a"))


def test_only_its_author_changes_a_comment(person: Hire) -> None:
    ann, ben = person("Ann", ALL), person("Ben", ALL)
    account = make("account", name="A")
    made = comments.add(ann, "account", account.id, Said(body="Helo"))
    with pytest.raises(Denied):
        comments.edit(ben, made["id"], Said(body="x"))
    with pytest.raises(Denied):
        comments.remove(ben, made["id"])
    assert comments.edit(ann, made["id"], Said(body="Hello <script>alert(1)</script>"))["body"].strip() == "Hello"
    comments.remove(ann, made["id"])
    with pytest.raises(Missing):
        comments.edit(ann, made["id"], Said(body="x"))


def test_mentioning_somebody_who_cannot_see_it_says_so(person: Hire) -> None:
    ann, rep, ben = person("Ann", ALL), person("Rep", OWN), person("Ben", ALL)
    account = make("account", name="Secret")
    with pytest.raises(Invalid, match="Rep cannot see this record"):
        comments.add(ann, "account", account.id, Said(body="@Rep", mentions=[rep.id, ben.id]))
    with pytest.raises(Invalid, match="need correcting"):
        comments.add(ann, "account", account.id, Said(body="@?", mentions=[uuid7()]))
    offered = calling.offered(ann, "account", account.id, "")
    assert [(each["title"], each["sees"]) for each in offered] == [("Ben", True), ("Rep", False)]
    assert calling.offered(ann, "account", account.id, "zz") == []


def items(actor: Actor, record: UUID, **options: Any) -> list[tuple[str, str]]:
    found = log.timeline(actor, registry.get("account"), record, **options)["items"]
    return [(each["kind"], each.get("comment", {}).get("body", "")) for each in found]


def test_comments_stand_in_the_timeline(person: Hire) -> None:
    ann = person("Ann", ALL)
    account, other = make("account", name="A"), make("account", name="B")
    for body in ("one", "two"):
        comments.add(ann, "account", account.id, Said(body=body))
    comments.add(ann, "account", other.id, Said(body="elsewhere"))
    gone = comments.add(ann, "account", account.id, Said(body="gone"))
    comments.remove(ann, gone["id"])
    assert items(ann, account.id) == [("comment", "two"), ("comment", "one"), ("log", "")]
    assert items(ann, account.id, kind="comment") == [("comment", "two"), ("comment", "one")]
    assert items(ann, account.id, kind="log") == [("log", "")]
    page = log.timeline(ann, registry.get("account"), account.id, limit=1)
    rest = log.timeline(ann, registry.get("account"), account.id, page["next"], limit=5)
    assert [each["kind"] for each in rest["items"]] == ["comment", "log"]


def logged(owner: Actor, account: Any) -> Any:
    with changes(owner, "log") as tx:
        return log_activity(tx, {"subject": "Visit", "kind": "visit", "done": True}, [("account", account.id)])


def test_a_superior_marks_what_was_done_and_the_author_is_told(person: Hire, spread: Callable[[], None]) -> None:
    boss, rep, mate = person("Boss", ALL), person("Rep", ALL), person("Mate", ALL)
    with changes(system("test"), "test") as tx:
        tx.set("user", rep.id, {"manager": boss.id})
    boss = actors.load(boss.id, "web")
    account = make("account", name="A")
    done, other = logged(rep, account), logged(mate, account)
    spread()
    said = comments.add(boss, "activity", done.id, Said(body="Ask for the budget", mark="improve"))
    comments.add(rep, "activity", done.id, Said(body="I will"))
    for who, record in ((mate, done), (boss, other), (rep, done)):
        with pytest.raises(Invalid):
            comments.add(who, "activity", record.id, Said(body="x", mark="good"))
    with pytest.raises(Invalid):
        comments.add(boss, "account", account.id, Said(body="x", mark="good"))
    assert (said["review"], said["mark"]) == (True, "improve")
    assert comments.edit(boss, said["id"], Said(body="Ask"))["mark"] == "improve"
    spread()
    assert [each["comment"] for each in heard(rep)] == ["Ask"]
    items = log.timeline(mate, registry.get("account"), account.id, kind="reviewed")["items"]
    assert [each["id"] for each in items] == [str(done.id)]
    assert [(each["review"], each["mark"]) for each in items[0]["said"]] == [(True, "improve"), (False, None)]
    assert items[0]["said"][0]["owner"] == {"id": str(boss.id), "title": "Boss"}


def test_what_changed_since_one_looked_counts_from_the_last_time(person: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, rep, account, start = person("Ann", ALL), person("Rep", OWN), make("account", name="A"), clock.now()
    with pytest.raises(Missing):
        look(rep, "account", account.id)
    for minutes, since in ((0, None), (5, None), (50, 5), (60, 5), (200, 60)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert look(ann, "account", account.id)["since"] == (
            None if since is None else start + timedelta(minutes=since)
        )
