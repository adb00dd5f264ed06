"""An import and what is there already: the demo, doubles, names in two languages, stages of several pipelines."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock, registry
from haoke.core.errors import BadValue, Conflict, Missing
from haoke.core.ids import uuid7
from haoke.core.log.history import entries
from haoke.core.records import changes
from haoke.core.text import T, speaking
from haoke.core.transfer import alike, arguments, command, doubles, imports, obstacles, rejecting
from haoke.core.transfer.bridge import targets
from haoke.core.transfer.converting import written_out
from haoke.core.transfer.following import Steps, Stopped
from haoke.core.transfer.models import Import
from haoke.core.transfer.obstacles import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def checked(actor: Actor, name: str, text: str, **options: Any) -> Import:
    """A file read and checked."""
    found = imports.create(actor, [(name, text.encode())], {"options": options})
    imports.check(actor, found, Steps(found.id, imports.CHECKING))
    return found


def carried(actor: Actor, name: str, text: str, **options: Any) -> Import:
    """A file checked and imported."""
    found = imports.start(actor, checked(actor, name, text, **options).id)
    imports.run(actor, found, Steps(found.id, imports.WRITING))
    return found


def made(actor: Actor, key: str, **values: Any) -> Any:
    with changes(actor, "test") as tx:
        return tx.create(key, values)


class Wall:
    """An obstacle that stands until it is removed."""

    def __init__(self) -> None:
        self.up = True

    def fall(self, _actor: Actor) -> None:
        self.up = False


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    found = Wall()
    each = Obstacle("wall", T("A wall", "墙"), lambda: found.up, T("Remove it?", "移除？"), found.fall)
    monkeypatch.setattr(obstacles, "obstacles", lambda: (each,))
    return found


def test_nothing_comes_in_past_an_obstacle(admin: Actor, wall: Wall) -> None:
    with pytest.raises(Conflict) as refused:
        imports.create(admin, [("a.csv", b"name\nA")])
    assert refused.value.code == "wall"
    wall.fall(admin)
    found = checked(admin, "a.csv", "Account name\nA")
    wall.up = True
    with pytest.raises(Conflict):
        imports.start(admin, found.id)


def test_the_command_offers_to_remove_it(admin: Actor, wall: Wall, tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    arguments.declare(parser)
    path = tmp_path / "accounts.csv"
    path.write_text("Account name,Phone\nAlpha,010-62345678\n")
    said: list[str] = []
    assert command.run_import(admin, parser.parse_args([str(path), "--yes"]), said.append, lambda _: "y") == 2
    assert command.run_import(admin, parser.parse_args([str(path)]), said.append, lambda _: "n") == 2
    assert wall.up
    assert said == ["A wall"] * 2
    assert command.run_import(admin, parser.parse_args([str(path)]), said.append, lambda _: "y") == 0
    assert not wall.up


def test_the_demo_is_an_obstacle() -> None:
    assert [each.code for each in obstacles.obstacles()] == ["demo_present"]
    assert obstacles.standing() is None


def test_doubles_are_looked_for_among_what_was_there_before(admin: Actor) -> None:
    old = made(admin, "account", name="Cloud Cedar Ltd")
    made(admin, "contact", name="Li Na", mobile="13805710001")
    made(admin, "contact", name="Li Na", mobile="13805710002")
    twin = made(admin, "contact", name="Li  Na", mobile="+86 138 0571 0001")
    found = carried(admin, "accounts.csv", "Account ID,Account name\n1,CloudCedar Ltd.\n2,Other\n")
    (entry,) = [item for item in found.found if item["key"] == "account.doubles"]
    (leaf,) = entry["filter"]["and"]
    assert entry["count"] == 2
    assert str(old.id) in leaf["value"]
    people = doubles.among(admin, targets()["contact"], {"li na"})
    assert len(people) == 2
    assert str(twin.id) in people


def test_organisations_of_one_telephone_or_nearly_one_name_are_likely_one(admin: Actor) -> None:
    near = made(admin, "account", name="Ernst Handel GmbH")
    called = made(admin, "account", name="Save-a-lot", phone="(208) 555-8097")
    made(admin, "account", name="Ernst Haniel Druck")
    rows = "1,Ernst Hnadel,\n2,Markets of the West,+1 208 555-8097\n3,武汉安方食品有限公司,\n4,武汉方安食品有限公司,\n"
    found = carried(admin, "accounts.csv", f"Account ID,Account name,Phone\n{rows}")
    (entry,) = [item for item in found.found if item["key"] == "account.doubles"]
    (leaf,) = entry["filter"]["and"]
    assert entry["count"] == 4
    assert {str(near.id), str(called.id)} <= set(leaf["value"])


def test_what_too_many_share_or_takes_too_long_makes_no_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[alike.Seen] = [(uuid7(), f"Acme Branch {number:03d}", ["400 820 8820"]) for number in range(70)]
    assert alike.alike(seen, {"acmebranch001"}) == []
    pair: list[alike.Seen] = [(uuid7(), name, []) for name in ("Blue Harbour Tools", "Blue Harbor Tools")]
    assert alike.alike(pair, {"blueharborttools", "blueharbortools"}) == [each for each, _, _ in pair]
    monkeypatch.setattr(alike, "_WORK", 1)
    assert alike.alike(pair, {"blueharbortools"}) == []


def test_rows_without_a_stage_begin_where_the_others_are(admin: Actor) -> None:
    carried(admin, "ledger.csv", "Deal name,Stage\nA,First talk\nB,\nC,Won\n")
    model: Any = registry.get("opportunity").model
    deals = {deal.name: deal for deal in model._base_manager.select_related("pipeline", "stage")}
    assert {deal.pipeline.name["en"] for deal in deals.values()} == {"Ledger"}
    assert deals["B"].stage.name["en"] == "First talk"
    assert (deals["C"].stage.color, deals["A"].stage.color) == ("green", "blue")


def test_a_name_in_one_language_keeps_the_other(admin: Actor) -> None:
    line = made(admin, "pipeline", name={"zh": "老客续约", "en": "Renewals"})
    found = carried(admin, "pipelines.csv", "Name,Order\nRenewals,7\n", conflicts="file")
    assert [(item["object"], item["create"], item["update"]) for item in found.counts] == [("pipeline", 0, 1)]
    line.refresh_from_db()
    assert (line.order, line.name) == (7, {"zh": "老客续约", "en": "Renewals"})


def test_rows_say_in_which_pipeline_a_stage_is_meant(admin: Actor) -> None:
    one, two = (made(admin, "pipeline", name={"en": name}) for name in ("Direct", "Partners"))
    stages = {line.id: made(admin, "stage", name={"en": "Talks"}, pipeline=line.id) for line in (one, two)}
    rows = "A,Talks,Direct\nB,Talks,Partners\nC,Signed,Partners\nD,Talks,Resale\nE,Talks,\n"
    found = carried(admin, "deals.csv", f"Deal name,Stage,Pipeline\n{rows}")
    assert {item["object"]: item["create"] for item in found.counts}["opportunity"] == 5
    model: Any = registry.get("opportunity").model
    deals = {deal.name: deal for deal in model._base_manager.all()}
    assert deals["A"].stage_id == stages[one.id].id
    assert deals["B"].stage_id == stages[two.id].id
    assert deals["C"].pipeline_id == two.id
    assert deals["D"].pipeline.name == {"zh": "Resale", "en": "Resale"}


def test_without_problems_there_is_no_file_of_rows_to_correct(admin: Actor) -> None:
    found = carried(admin, "accounts.csv", "Account name\nAlpha\n")
    assert (found.result or {})["problems"] == 0
    with pytest.raises(Missing):
        rejecting.kept(found, "en")


def test_stopping(admin: Actor) -> None:
    found = imports.create(admin, [("accounts.csv", b"Account name\nAlpha\n")])
    stopped = imports.stop(admin, found.id)
    assert (stopped.state, stopped.job) == ("failed", None)
    with pytest.raises(Stopped):
        imports.check(admin, found, Steps(found.id, imports.CHECKING))
    with pytest.raises(Conflict):
        imports.stop(admin, found.id)
    again = imports.change(admin, found.id, {})
    imports.check(admin, again, Steps(found.id, imports.CHECKING))
    imports.start(admin, found.id)
    running = imports.stop(admin, found.id)
    assert running.state == "running"
    with pytest.raises(Conflict):
        imports.stop(admin, found.id)  # it is being undone already
    imports.take_back(admin, running, Steps(found.id, imports.UNDOING))
    assert running.state == "undone"


@pytest.mark.parametrize(
    ("text", "full"),
    [("1.3805710014E+10", "13805710014"), ("1.3805710014e10", "13805710014"), ("0571-8888", "0571-8888")],
)
def test_numbers_a_spreadsheet_shortened(text: str, full: str) -> None:
    assert written_out(text) == full


def test_numbers_that_lost_digits() -> None:
    with pytest.raises(BadValue):
        written_out("1.38E+10")


def account(name: str) -> Any:
    model: Any = registry.get("account").model
    return model.objects.get(name=name)


OLD = "Account ID,Account name,Created on,Created by\nA1,Old Mill,2019-03-04 10:20,Wang Fang\nA2,New Mill,,\n"


def test_a_history_keeps_when_and_by_whom_records_were_made(admin: Actor) -> None:
    writer = made(admin, "user", name="Wang Fang", email="wf@example.com", language="en")
    found = carried(admin, "accounts.csv", OLD)
    old, new = account("Old Mill"), account("New Mill")
    assert (old.created_at.astimezone(clock.timezone()).isoformat()[:16], old.created_by_id) == (
        "2019-03-04T10:20", writer.id,
    )  # fmt: skip
    assert new.created_by_id == admin.id
    (entry,) = entries(admin, registry.get("account"), old.id)["items"]
    assert (entry["actor"]["id"], entry["at"].year) == (str(admin.id), clock.today().year)
    later = carried(admin, "accounts.csv", OLD.replace("2019", "2018").replace("Old Mill", "Old Mills"))
    assert [(item["create"], item["update"]) for item in later.counts] == [(0, 1)]
    old.refresh_from_db()
    assert (old.name, old.created_at.year) == ("Old Mills", 2019)
    assert found.state == "done"


def test_nobody_is_made_who_is_named_for_nothing_that_counts(admin: Actor) -> None:
    users = registry.get("user").model._default_manager.count
    carried(admin, "accounts.csv", OLD.replace("Wang Fang", ""))
    known = users()
    again = carried(admin, "accounts.csv", OLD)
    assert (users(), {item["object"] for item in again.counts}) == (known, {"account"})
    carried(
        admin, "accounts.csv", "Account ID,Account name,Created by,Owner\nA1,Old Mill,Li Na,Li Na\nA3,Third,Zhao,\n"
    )
    assert users() == known + 2


def test_without_history_what_a_file_says_of_the_making_counts_for_nothing(admin: Actor) -> None:
    carried(admin, "accounts.csv", OLD.replace("Wang Fang", ""), historical=False)
    assert account("Old Mill").created_at.year > 2019
