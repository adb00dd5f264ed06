"""What people are told, why, and that nobody is told of what he may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core import clock
from haoke.core.access.actor import Actor, system
from haoke.core.log import dispatch
from haoke.core.records import changes
from haoke.core.text import speaking
from haoke.inbox import jobs  # noqa: F401 (declares the subscriber)
from haoke.inbox.models import Follow, Notice
from haoke.inbox.notices import comments, following, reading, reminding, wishes
from haoke.inbox.notices.comments import Said
from haoke.inbox.notices.tests.conftest import alter, heard, make
from haoke.inbox.notices.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Spread = Callable[[], None]
    Hire = Callable[..., Actor]

pytestmark = pytest.mark.django_db
ALL = {"*": {"*": "all"}}
OWN = {"*": {"*": "own"}, "@open": {"read": "all"}}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def ann(person: Hire) -> Actor:
    return person("Ann", ALL)


@pytest.fixture
def ben(person: Hire) -> Actor:
    return person("Ben", ALL)


@pytest.fixture
def rep(person: Hire) -> Actor:
    return person("Rep", OWN)


def said(item: dict[str, Any]) -> tuple[str, str, str, str | None]:
    return item["reason"], item["why"], item["text"], item["record"] and item["record"]["title"]


def test_a_follower_hears_of_changes_and_why(ann: Actor, ben: Actor, spread: Spread) -> None:
    account = make("account", name="Huawei")
    following.follow(ann, "account", account.id, on=True)
    alter("account", account, ben, phone="13800138000", level="a")
    spread()
    (item,) = heard(ann)
    assert said(item) == ("follow", "You follow it", "Ben changed Level, Phone", "Huawei")
    assert (item["object"], item["plural"], item["record"]["id"]) == ("account", "accounts", str(account.id))
    assert reading.unread(ann) == 1
    assert heard(ben) == []


def test_many_changes_are_one_notice_until_it_is_read(ann: Actor, ben: Actor, person: Hire, spread: Spread) -> None:
    cat, account = person("Cat", ALL), make("account", name="Huawei")
    following.follow(ann, "account", account.id, on=True)
    for number in range(10):
        alter("account", account, ben if number % 2 else cat, phone=f"1380013800{number}")
        spread()
    (item,) = heard(ann)
    assert (item["count"], item["text"]) == (10, "Ben and 1 others changed Phone")
    assert reading.mark(ann, record=account.id) == 0
    alter("account", account, cat, level="b")
    spread()
    assert [(each["read"], each["text"]) for each in heard(ann)] == [
        (False, "Cat changed Level"),
        (True, "Ben and 1 others changed Phone"),
    ]
    assert len(heard(ann, unread_only=True)) == reading.unread(ann) == 1


def test_ones_own_doing_is_no_news(ann: Actor, spread: Spread) -> None:
    account = make("account", by=ann, name="Huawei")
    spread()
    assert Follow.objects.filter(user_id=ann.id, record=account.id, on=True, chosen=False).exists()
    alter("account", account, ann, phone="13800138000")
    alter("account", account, replace(ann, id=system().id, behalf=ann.id), level="a")
    spread()
    assert heard(ann) == []


def test_who_makes_a_record_follows_it_unless_he_wants_not_or_said_no(ann: Actor, ben: Actor, spread: Spread) -> None:
    wishes.change(ben, Wishes(follow_mine=False))
    mine, other = make("account", by=ann, name="Mine"), make("account", by=ben, name="Other")
    spread()
    assert following.state(ann, "account", mine.id) == {"following": True}
    assert following.state(ben, "account", other.id) == {"following": False}
    following.follow(ann, "account", mine.id, on=False)
    comments.add(ann, "account", mine.id, Said(body="still not following"))
    assert following.state(ann, "account", mine.id) == {"following": False}


def test_what_is_handed_over_is_told_once(ann: Actor, rep: Actor, spread: Spread) -> None:
    account = make("account", name="Huawei")
    following.follow(rep, "account", make("account", name="x", owner=rep.id).id, on=True)
    alter("account", account, ann, owner=str(rep.id))
    made = make("account", by=ann, name="New", owner=rep.id)
    spread()
    assert {said(item) for item in heard(rep)} == {
        ("assigned", "It was handed to you", "Ann handed it to you", "Huawei"),
        ("assigned", "It was handed to you", "Ann handed it to you", "New"),
    }
    assert made.owner_id == rep.id
    assert not Notice.objects.filter(user_id=rep.id, mail=True).exists()  # nobody waits for him


def test_who_had_it_first_is_told_of_its_making(ann: Actor, ben: Actor, rep: Actor, spread: Spread) -> None:
    first = make("account", by=ann, name="First", owner=ben.id)
    alter("account", first, ann, owner=str(rep.id))
    spread()
    assert [item["count"] for item in heard(rep)] == [1]
    assert [item["text"] for item in heard(ben)] == ["Ann handed it to you"]


def test_many_records_of_one_change_are_one_notice(ann: Actor, rep: Actor, spread: Spread) -> None:
    found = [make("account", name=f"A{number}") for number in range(8)]
    with changes(ann, "bulk") as tx:
        for account in found:
            tx.update("account", account.id, {"owner": str(rep.id)})
    spread()
    (item,) = heard(rep)
    assert (item["text"], item["record"], item["count"]) == ("Ann handed you 8 accounts", None, 8)
    assert set(item["records"]) == {str(account.id) for account in found}
    with changes(ann, "take") as tx:
        for account in found[:3]:
            tx.update("account", account.id, {"owner": str(ann.id)})
    (item,) = heard(rep)
    assert item["text"] == "Ann handed you 5 accounts"


def test_nobody_is_told_of_what_he_does_not_see(ann: Actor, rep: Actor, spread: Spread) -> None:
    account = make("account", name="Secret")
    Follow.objects.create(user_id=rep.id, object="account", record=account.id)
    alter("account", account, ann, phone="13800138000")
    spread()
    assert not Notice.objects.filter(user_id=rep.id).exists()


def test_what_one_no_longer_sees_is_not_shown_any_more(ann: Actor, rep: Actor, spread: Spread) -> None:
    account = make("account", name="Secret", owner=rep.id)
    following.follow(rep, "account", account.id, on=True)
    alter("account", account, ann, phone="13800138000")
    spread()
    assert len(heard(rep)) == reading.unread(rep) == 1
    alter("account", account, ann, owner=str(ann.id), name="Renamed")
    assert (heard(rep), reading.unread(rep)) == ([], 0)


def test_hidden_fields_are_never_told(ann: Actor, person: Hire, spread: Spread) -> None:
    blind = person("Blind", ALL, {"account": {"phone": "hidden"}})
    account = make("account", name="Huawei")
    following.follow(blind, "account", account.id, on=True)
    alter("account", account, ann, phone="13800138000")
    spread()
    assert not Notice.objects.filter(user_id=blind.id).exists()
    alter("account", account, ann, phone="13800138001", level="a")
    spread()
    (item,) = heard(blind)
    assert (item["text"], [each["name"] for each in item["fields"]]) == ("Ann changed Level", ["level"])


def test_a_mention_goes_before_other_reasons(ann: Actor, ben: Actor, spread: Spread) -> None:
    account = make("account", name="Huawei", owner=ben.id)
    following.follow(ben, "account", account.id, on=True)
    comments.add(ann, "account", account.id, Said(body="<b>Please</b> call @Ben", mentions=[ben.id]))
    spread()
    (item,) = heard(ben)
    assert said(item) == ("mention", "You were mentioned", "Ann commented", "Huawei")
    assert " ".join(item["comment"].split()) == "Please call @Ben"


def test_owner_and_followers_hear_of_comments(ann: Actor, ben: Actor, person: Hire, spread: Spread) -> None:
    cat = person("Cat", ALL)
    account = make("account", name="Huawei", owner=ben.id)
    following.follow(cat, "account", account.id, on=True)
    made = comments.add(ann, "account", account.id, Said(body="Hello"))
    spread()
    assert [said(item)[:2] for item in heard(ben)] == [("comment", "You are in charge of it")]
    assert [said(item)[:2] for item in heard(cat)] == [("follow", "You follow it")]
    comments.remove(ann, made["id"])
    assert heard(cat)[0]["comment"] is None


def test_followers_hear_of_what_is_tied_to_the_record(ann: Actor, ben: Actor, spread: Spread) -> None:
    account = make("account", name="Huawei")
    following.follow(ann, "account", account.id, on=True)
    activity = make("activity", by=ben, subject="Called")
    make("activity_link", by=ben, activity=activity.id, object="account", record=account.id)
    spread()
    assert [said(item)[1:] for item in heard(ann)] == [("You follow it", "Ben added an entry", "Huawei")]


def test_what_somebody_does_not_want_to_hear_is_not_told(ann: Actor, ben: Actor, spread: Spread) -> None:
    wishes.change(ann, Wishes(silent=["follow"], mail=["mention"], quiet_from="22:00", quiet_until="07:00"))
    account = make("account", name="Huawei")
    following.follow(ann, "account", account.id, on=True)
    alter("account", account, ben, level="a")
    comments.add(ben, "account", account.id, Said(body="@Ann", mentions=[ann.id]))
    spread()
    assert [item["reason"] for item in heard(ann)] == ["mention"]
    assert Notice.objects.get(user_id=ann.id).mail
    assert wishes.change(ann, Wishes(quiet_from=None))["quiet_until"] == "07:00"
    assert wishes.read(ann) | {"reasons": []} == {
        "follow_mine": True, "silent": ["follow"], "mail": ["mention"], "digest": "off", "quiet_from": None,
        "quiet_until": "07:00", "reasons": [],
    }  # fmt: skip


def test_where_somebody_waits_mail_goes_out_unless_one_wishes_otherwise(ann: Actor, ben: Actor, spread: Spread) -> None:
    account = make("account", name="Huawei")
    wishes.change(ben, Wishes(mail=[]))
    comments.add(ann, "account", account.id, Said(body="@Ben", mentions=[ben.id]))
    comments.add(ben, "account", account.id, Said(body="@Ann", mentions=[ann.id]))
    spread()
    mailed = {notice.user_id: notice.mail for notice in Notice.objects.filter(reason="mention")}
    assert mailed == {ann.id: True, ben.id: False}
    assert set(wishes.read(ann)["mail"]) == {"mention", "news"}


def test_what_is_due_is_told_once_for_each_time(ann: Actor) -> None:
    due = clock.now() + timedelta(minutes=10)
    task = make("activity", subject="Call back", due=due, owner=ann.id)
    make("activity", subject="Later", due=due + timedelta(hours=3), owner=ann.id)
    make("activity", subject="Done", due=due, owner=ann.id, done=True)
    assert reminding.remind() == 1
    (item,) = heard(ann)
    assert (item["reason"], item["record"]["title"]) == ("due", "Call back")
    assert item["text"].startswith("Due ")
    reading.mark(ann, everything=True)
    assert reminding.remind() == 0
    alter("activity", task, ann, due=(due + timedelta(minutes=2)).isoformat())
    assert reminding.remind() == 1


def test_pages_follow_each_other(ann: Actor, ben: Actor, spread: Spread) -> None:
    names = [f"A{number}" for number in range(5)]
    for name in names:
        following.follow(ann, "account", make("account", name=name).id, on=True)
    for found in Follow.objects.filter(user_id=ann.id).order_by("at", "id"):
        alter("account", SimpleNamespace(id=found.record), ben, level="a")
    spread()
    seen, cursor = [], None
    while True:
        page = reading.page(ann, cursor=cursor, limit=2)
        seen += [item["record"]["title"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == names[::-1]


def test_old_notices_go(ann: Actor, ben: Actor, spread: Spread) -> None:
    account = make("account", name="Huawei")
    following.follow(ann, "account", account.id, on=True)
    alter("account", account, ben, level="a")
    spread()
    assert reminding.tidy() == 0
    reading.mark(ann, everything=True)
    Notice.objects.update(read_at=clock.now() - timedelta(days=61))
    assert reminding.tidy() == 1


def test_what_an_import_brings_is_no_news(ann: Actor, ben: Actor, spread: Spread) -> None:
    account = make("account", name="Huawei")
    following.follow(ann, "account", account.id, on=True)
    alter("account", account, replace(ben, via="import"), level="a", owner=str(ann.id))
    spread()
    assert heard(ann) == []


def test_the_subscriber_hears_writes_by_hand_only(ann: Actor, ben: Actor) -> None:
    subscriber = next(each for each in dispatch.subscribers() if each.name == "inbox.notices")
    account = make("account", name="Huawei")
    following.follow(ann, "account", account.id, on=True)
    alter("account", account, ben, level="a")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xid::text FROM log.entry ORDER BY id")
        entries = dispatch.read(*map(list, zip(*cursor.fetchall(), strict=True)))
    wanted = subscriber.wanted(entries)
    assert account.id in {each.record for each in wanted}
    assert {each.via for each in wanted}.isdisjoint({"migrate", "import", "demo"})
    assert all(each.verb in {"create", "update"} for each in wanted)
    subscriber.carry([each.id for each in wanted], [each.xid for each in wanted])
    assert [item["text"] for item in heard(ann)] == ["Ben changed Level"]


def test_who_follows_a_view_hears_of_what_enters_it(ann: Actor, ben: Actor, rep: Actor, spread: Spread) -> None:
    level = {"filter": {"and": [{"field": "level", "op": "eq", "value": "a"}, {"field": "name", "op": "nempty"}]}}
    view = make("view", owner=ann.id, name="Best", object="account", definition=level, to_everybody=True)
    mine = make("view", by=rep, name="Mine", object="account", definition={"scope": "me"})
    for who, each in ((ann, view), (rep, view), (rep, mine)):
        following.follow(who, "view", each.id, on=True)
    there, other = make("account", name="There", level="a"), make("account", name="Other", level="b")
    spread()
    assert heard(ann) == []  # what a migration brings is no news
    alter("account", there, ben, phone="13800138000", level="a")  # was in it before
    alter("account", other, ben, level="c")
    spread()
    assert heard(ann) == []
    alter("account", other, ben, level="b")
    alter("account", other, ben, level="a")
    new = make("account", by=ben, name="New", level="a")
    alter("view", view, system("api"), name="Best ones")
    spread()
    news = {said(item) for item in heard(ann)}
    why, text = "You follow the view “Best ones”", "It is now in “Best ones”"
    assert news == {("view", why, text, "Other"), ("view", why, text, "New")}
    alter("account", other, ben, level="b")
    alter("account", other, ben, level="a")
    spread()
    assert [item["count"] for item in heard(ann) if item["record"]["id"] == str(other.id)] == [1]  # left and came back
    assert heard(rep) == []  # sees none of them
    alter("account", new, ben, owner=rep.id)
    spread()
    assert {(item["reason"], item["record"]["title"]) for item in heard(rep)} == {("assigned", "New")}
