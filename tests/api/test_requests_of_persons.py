"""The desk: a person planted everywhere is found, handed out with others masked, and erased everywhere at once."""

from __future__ import annotations

import base64
import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.db import connection

from haoke.core import clock, custom, worktime
from haoke.core.errors import Conflict
from haoke.core.jobs.registry import kind_of
from haoke.core.jobs.work import execute
from haoke.core.log import sealing
from haoke.privacy.actions.desk import deliver_job, find_job, forget_job
from haoke.privacy.jobs import forget_prepared
from haoke.privacy.rules import due_day
from tests.security.test_erasing import MAIL, MARK, PHONE, Person, found, known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OTHER = "13888889999"
WHO = {"name": MARK, "phone": PHONE, "email": MAIL, "identity": "ID-4403-77"}


def request(boss: Person, kind: str, **values: Any) -> str:
    made = boss.good("POST", "privacy-requests", {**WHO, "kind": kind, "identified": "call_back", **values})
    return str(made["id"])


def step(boss: Person, which: str, name: str, **data: Any) -> Any:
    return boss.good("POST", f"privacy-requests/{which}/actions/{name}", data)["result"]


def later(who: Person, which: str, name: str, job: Callable[..., Any], **data: str) -> Any:
    """A step a job does: begun, carried out, and taken once by whoever asked."""
    begun = step(who, which, name, **data)
    execute(kind_of(job), begun["job"])
    taken = step(who, which, name, job=begun["job"])
    again = who.ask("POST", f"privacy-requests/{which}/actions/{name}", {"job": begun["job"]})
    assert (again.status_code, again.json()["code"]) == (404, "gone")
    return taken


def sought(who: Person, which: str) -> Any:
    return later(who, which, "find", find_job)


def forgotten(who: Person, which: str) -> Any:
    """What one is told at once; the job is carried out."""
    begun = step(who, which, "forget")
    assert begun["job"]
    with custom.latest():
        assert forget_job(which, str(who.id), None)["done"]
    return begun


def chosen(boss: Person, which: str) -> list[Mapping[str, Any]]:
    records: list[Mapping[str, Any]] = sought(boss, which)["records"]
    step(boss, which, "choose", records=[{"object": each["object"], "id": each["id"]} for each in records])
    return records


def planted(boss: Person) -> dict[str, str]:
    """The person as contact, lead and customer, with everything around him, and named where he is not tied."""
    contact = known(boss)
    lead = boss.good("POST", "leads", {"name": MARK, "phone": PHONE, "description": f"call {OTHER} of {MARK} first"})
    customer = boss.good("POST", "accounts", {"name": MARK, "kind": "person", "email": MAIL})
    boss.good("POST", "contacts", {"name": "Ann", "description": f"knows ID-4403-77, {MARK}; reach Ann at {OTHER}"})
    return {"contact": contact, "lead": lead["id"], "account": customer["id"]}


@pytest.mark.django_db(transaction=True)
def test_found_everywhere_handed_out_and_erased() -> None:
    boss = Person("administrator")
    ids = planted(boss)
    which = request(boss, "delete")
    records = chosen(boss, which)
    assert {each["object"]: each["id"] for each in records} == ids
    assert all(each["log"] > 0 and each["chosen"] is False for each in records)
    whole = sought(boss, which)
    assert [each["chosen"] for each in whole["records"]] == [True] * 3
    assert "联系人" in {each["label"] for each in whole["mentions"]}
    assert whole["places"]
    package = later(boss, which, "deliver", deliver_job, language="zh")
    packed = zipfile.ZipFile(io.BytesIO(base64.b64decode(package["content"])))
    data, page = packed.read("data.json").decode(), packed.read("report.html").decode()
    for text in (MARK, MAIL, "is nice", "likes tea", "ticked it"):
        assert text in data, text
        assert text in page, text
    assert OTHER not in data
    assert "call ■ of" in data
    assert any(name.startswith("files/") for name in packed.namelist())
    assert {each["object"] for each in orjson.loads(data)["records"]} == {"联系人", "线索", "客户"}
    sealing.seal_up()
    begun = forgotten(boss, which)
    assert begun["stays"]
    assert MARK in begun["letter"]
    assert found(MARK, PHONE, MAIL, "ID-4403-77", "zebediah") == []
    assert sealing.verify().faults == []
    left = boss.good("GET", f"privacy-requests/{which}")
    assert (left["state"], left["name"], left["phone"]) == ("answered", "已删除", None)
    assert left["number"].startswith("PR-")


@pytest.mark.django_db
def test_what_it_takes_and_who_may() -> None:
    boss, auditor = Person("administrator"), Person("auditor")
    contact = boss.good("POST", "contacts", {"name": MARK, "mobile": PHONE})["id"]
    which = request(boss, "copy", identified="not_yet")
    path = f"privacy-requests/{which}"

    def refused(name: str, who: Person = boss, **data: Any) -> tuple[int, str]:
        answer = who.ask("POST", f"{path}/actions/{name}", data)
        return answer.status_code, answer.json()["code"]

    assert auditor.good("GET", path)["name"] == MARK
    assert refused("find", auditor)[0] == refused("deliver", auditor)[0] == refused("forget", auditor)[0] == 403
    assert refused("deliver") == (409, "not_identified")
    boss.good("PATCH", path, {"identified": "document"})
    assert refused("deliver") == (409, "no_records")
    assert refused("choose", records=[{"object": "user", "id": str(boss.id)}])[0] == 422
    assert refused("forget") == (409, "not_asked")
    chosen(boss, which)
    assert boss.good("GET", f"contacts/{contact}")["name"] == MARK
    step(boss, which, "answer", outcome="answered", text="Sent by letter")
    assert refused("find") == (409, "answered")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM log.entry WHERE record = %s AND verb = 'x:looked'", [which])
        ((looked,),) = cursor.fetchall()
    assert orjson.loads(looked)["records"] == [f"contact:{contact}"]


@pytest.mark.django_db
def test_fifteen_working_days() -> None:
    boss = Person("administrator")
    day = clock.today() - dt.timedelta(days=3)
    made = boss.good("POST", "privacy-requests", {"name": MARK, "received": day.isoformat()})
    assert made["due"] == due_day(worktime.schedule_for(), day, 15).isoformat()
    # Monday to Friday, from a Friday: three weeks on.
    assert due_day(worktime.schedule_for(), dt.date(2027, 3, 5), 15) == dt.date(2027, 3, 26)
    future = boss.ask("POST", "privacy-requests", {"name": MARK, "received": "2999-01-01"})
    assert (future.status_code, future.json()["errors"][0]["field"]) == (422, "received")


@pytest.mark.django_db
def test_whoever_works_at_the_desk_needs_be_no_administrator() -> None:
    desk, rep = Person("privacy_desk"), Person("sales_rep")
    contact = rep.good("POST", "contacts", {"name": MARK, "mobile": PHONE})["id"]
    call = rep.good("POST", "activities", {"subject": f"Call {MARK}", "kind": "call"})["id"]
    which = request(desk, "delete", identity=None)
    found_there = sought(desk, which)
    assert [each["id"] for each in found_there["records"]] == [contact]
    # That something names him is counted; what it is called only says who may read it.
    named = {each["object"]: each["items"] for each in found_there["mentions"]}
    assert named["activity"] == [{"id": call, "title": None}]
    chosen(desk, which)
    desk.good("PATCH", f"contacts/{contact}", {"title": "Corrected"})
    forgotten(desk, which)
    assert rep.good("GET", f"contacts/{contact}")["name"] == "已删除"
    assert MARK not in rep.good("GET", f"activities/{call}")["subject"]
    for method, path in (("POST", "contacts"), ("GET", "roles"), ("DELETE", f"contacts/{contact}")):
        assert desk.ask(method, path, {"name": "x"} if method == "POST" else None).status_code in (403, 404), path
    assert desk.ask("GET", f"activities/{call}").status_code == 404
    assert rep.ask("GET", f"privacy-requests/{which}").status_code == 404


@pytest.mark.django_db
def test_an_erasure_that_is_refused_leaves_everything() -> None:
    boss = Person("administrator")
    ids = [boss.good("POST", "contacts", {"name": MARK, "mobile": PHONE})["id"] for _ in range(2)]
    which = request(boss, "delete")
    chosen(boss, which)
    begun = step(boss, which, "forget")
    hold = {"object": "contact", "id": ids[1], "reason": "Case 64"}
    boss.good("POST", "privacy/holds", hold)
    assert boss.ask("POST", f"privacy-requests/{which}/actions/forget", {}).json()["code"] == "held"
    with custom.latest(), pytest.raises(Conflict):
        forget_job(which, str(boss.id), None)
    assert [boss.good("GET", f"contacts/{each}")["name"] for each in ids] == [MARK] * 2
    assert boss.good("GET", f"privacy-requests/{which}")["state"] == "open"
    assert boss.good("GET", f"jobs/{begun['job']}")["state"] == "queued"


@pytest.mark.django_db
def test_what_waits_is_for_whoever_asked_and_not_for_long() -> None:
    boss, desk = Person("administrator"), Person("privacy_desk")
    boss.good("POST", "contacts", {"name": MARK, "mobile": PHONE})
    which = request(desk, "copy")
    job = step(desk, which, "find")["job"]
    execute(kind_of(find_job), job)
    take = {"job": job}
    assert boss.ask("POST", f"privacy-requests/{which}/actions/find", take).json()["code"] == "gone"
    assert MARK not in str(boss.good("GET", f"jobs/{job}"))
    with clock.frozen(clock.now() + dt.timedelta(minutes=61)):
        assert forget_prepared() == 1
    assert desk.ask("POST", f"privacy-requests/{which}/actions/find", take).json()["code"] == "gone"


@pytest.mark.django_db
def test_nobody_but_an_administrator_erases_without_a_request() -> None:
    desk, rep = Person("privacy_desk"), Person("sales_rep")
    ids = [rep.good("POST", "contacts", {"name": f"{MARK} {each}", "mobile": PHONE})["id"] for each in range(3)]
    path = f"contacts/{ids[0]}/actions/erase"
    because = {"reason": f"{MARK} 0 wrote"}
    assert desk.ask("POST", path, because).json()["code"] == "no_request"
    # A request about somebody else, one that is not proved, and one nobody made.
    others = request(desk, "delete")
    step(desk, others, "choose", records=[{"object": "contact", "id": ids[1]}])
    unproved = request(desk, "delete", identified="not_yet")
    step(desk, unproved, "choose", records=[{"object": "contact", "id": ids[0]}])
    for wrong in (others, unproved, ids[0]):
        assert desk.ask("POST", path, {**because, "request": wrong}).json()["code"] == "no_request"
    assert rep.good("GET", f"contacts/{ids[0]}")["name"] == f"{MARK} 0"
    assert desk.good("POST", f"contacts/{ids[1]}/actions/erase", {**because, "request": others})
    assert desk.good("POST", path, {**because, "asked": "letter", "identified": "document"})
    assert rep.good("GET", f"contacts/{ids[0]}")["name"] == "已删除"
    (made,) = desk.good("GET", 'privacy-requests?filter={"field":"state","op":"eq","value":"answered"}')["items"]
    assert (made["name"], made["identified"], made["owner"]["id"]) == ("已删除", "document", str(desk.id))
    assert f"{MARK} 0" not in str(desk.good("GET", f"privacy-requests/{made['id']}"))
    boss = Person("administrator")
    assert boss.good("POST", f"contacts/{ids[2]}/actions/erase", {"reason": "entered by mistake"})
