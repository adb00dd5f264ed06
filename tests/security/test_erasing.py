"""A person erased is nowhere any more: every table is read through, and the Log still proves itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from haoke.core.access.actor import system
from haoke.core.log import sealing
from haoke.core.records import changes
from haoke.identity import accounts, keys
from haoke.identity.keys import NewKey
from haoke.integrations.models import Delivery

if TYPE_CHECKING:
    from uuid import UUID

MARK, PHONE = "Zebediah Qx", "13912345678"
MAIL = "zebediah.qx@example.com"


class Person:
    """Calls of the API with a key."""

    def __init__(self, role: str) -> None:
        self.id = accounts.create_user(f"{role}@example.org", role, roles=[role])
        with changes(system("test"), "scene") as tx:
            tx.set("user", self.id, {"state": "active"})
        key = keys.make(self.id, NewKey(name="test"))[1]
        self.client = Client(headers={"Authorization": f"Bearer {key}"})

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = body if isinstance(body, bytes) else orjson.dumps(body) if body is not None else b""
        return self.client.generic(method, f"/api/v1/{path}", content, "application/json", headers=headers)

    def good(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.ask(method, path, body, **headers)
        assert answer.status_code < 400, answer.content
        return answer.json() if answer.content else None


def found(*words: str) -> list[str]:
    """Tables with a row that has one of the words, as text or as bytes."""
    tables = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
            " WHERE table_schema IN ('public', 'log') AND table_type = 'BASE TABLE'")  # fmt: skip
        for (table,) in cursor.fetchall():
            patterns = [f"%{form}%" for word in words for form in (word, word.encode().hex())]
            cursor.execute(f"SELECT 1 FROM {table} r WHERE r::text ILIKE ANY(%s) LIMIT 1", [patterns])
            if cursor.fetchone():
                tables.append(table)
    return tables


def known(boss: Person) -> str:
    """A contact with everything a company gathers of somebody, and things of others that mention him."""
    account = boss.good("POST", "accounts", {"name": "Meridian"})["id"]
    values = {
        "name": MARK, "account": account, "mobile": PHONE, "email": MAIL, "birthday": "1980-02-03",
        "im": [{"kind": "wechat", "id": "zebediah_qx"}], "description": f"{MARK} likes tea", "tags": [MARK],
    }  # fmt: skip
    contact: str = boss.good("POST", "contacts", values, **{"Idempotency-Key": "once-and-again"})["id"]
    boss.good("PATCH", f"contacts/{contact}", {"title": f"Friend of {MARK}"})
    file = boss.good("POST", f"files?name={MARK}.txt", f"All about {MARK}".encode())
    me, company = {"object": "contact", "id": contact}, {"object": "account", "id": account}
    boss.good("POST", "activities", {"subject": f"Call {MARK}", "body": MAIL, "attachments": [file], "related": [me]})
    boss.good("POST", "activities", {"subject": f"Meet {MARK}", "body": f"Of the two, {MARK} decides",
        "related": [me, company]})  # fmt: skip
    boss.good("POST", "comments", {**me, "body": f"{MARK} is nice"})
    asked = {"channel": "email", "purpose": "marketing", "state": "given", "how": "form", "evidence": file["id"]}
    boss.good("POST", "consents", {**me, **asked, "proof": f"{MARK} ticked it"})
    boss.good("POST", "exports", {"object": "contact", "format": "csv"})
    seen_elsewhere(boss, contact, account)
    return contact


def seen_elsewhere(boss: Person, contact: str, account: str) -> None:
    """What deciders saw of him, of what was decided and of what waits, and what was sent to other programs."""
    clerk = Person("read_only")
    node = {"id": "a", "kind": "people", "people": [str(clerk.id)]}
    for key, record, values in (
        ("contact", contact, {"title": f"Chief of {MARK}"}), ("account", account, {"description": f"Ask {MARK}"}),
    ):  # fmt: skip
        process = {"name": {"en": key}, "object": key, "trigger": "update", "fields": list(values), "nodes": [node]}
        boss.good("POST", "approval-processes", {**process, "active": True})
        asked = {
            "object": key,
            "record": record,
            "action": "update",
            "input": values,
            "comment": f"{MARK} asked",
        }
        case = boss.good("POST", "approvals", asked)["id"]
        if key == "contact":
            clerk.good("POST", f"approvals/{case}/approve", {"opinion": f"{MARK} is right"})
    address = {"name": "Hook", "url": "https://hook.example.com/", "objects_told": ["account"], "verbs": ["update"]}
    hook = boss.good("POST", "webhooks", address)
    for record, body in ((contact, f'{{"name": "{MARK}"}}'), (account, f'{{"description": "{MAIL}"}}')):
        Delivery.objects.create(
            webhook_id=hook["id"], object="contact" if record == contact else "account", record=record, verb="update",
            body=body, reply=f"{MARK} taken", state="done", happened_at=timezone.now(),
        )  # fmt: skip


def erase(person: Person, plural: str, record: str | UUID) -> Any:
    return person.ask("POST", f"{plural}/{record}/actions/erase", {"reason": "asked for by letter"})


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_a_contact() -> None:
    boss = Person("administrator")
    contact = known(boss)
    sealing.seal_up()
    sealing.seal_up()
    assert len(found(MARK, PHONE, MAIL)) > 5
    told = boss.good("GET", f"erasures/contact/{contact}")
    emptied = {each["label"]: each["count"] for each in told["records"]}
    assert emptied == dict.fromkeys(("活动", "评论", "同意记录", "审批单"), 1)
    assert [each["count"] for each in told["shared"]] == [1]
    answer = erase(boss, "contacts", contact)
    assert answer.status_code == 200, answer.content
    assert found(MARK, PHONE, MAIL, "zebediah") == []
    verdict = sealing.verify()
    assert (verdict.faults, verdict.seals > 0) == ([], True)
    left = boss.good("GET", f"contacts/{contact}")
    assert (left["name"], left["mobile"], left["birthday"]) == ("已删除", None, None)
    assert left["account"]["title"] == "Meridian"
    shared = boss.good("GET", "activities", None)["items"]
    assert {each["subject"] for each in shared} == {"已删除", "Meet ■"}


@pytest.mark.django_db
def test_who_may_and_whom() -> None:
    boss, rep = Person("administrator"), Person("sales_rep")
    lead = rep.good("POST", "leads", {"name": MARK, "phone": PHONE})["id"]
    company = boss.good("POST", "accounts", {"name": "Meridian"})["id"]
    offered = {
        each["key"]: action["offered"]
        for each in boss.good("GET", "meta")["objects"]
        for action in each["actions"]
        if action["name"] == "erase"
    }
    assert offered == {
        "user": {"field": "state", "values": ["disabled"]}, "account": {"field": "kind", "values": ["person"]},
        "contact": None, "lead": None,
    }  # fmt: skip
    assert erase(rep, "leads", lead).status_code == 403
    assert rep.ask("GET", f"erasures/lead/{lead}").status_code == 403
    assert erase(boss, "accounts", company).json()["code"] == "not_erasable"
    assert erase(boss, "users", rep.id).json()["code"] == "not_erasable"
    boss.good("POST", f"users/{rep.id}/actions/disable")
    for plural, record in (("leads", lead), ("users", rep.id)):
        answer = erase(boss, plural, record)
        assert answer.status_code == 200, answer.content
    assert found(MARK, PHONE, "sales_rep@example.org") == []


@pytest.mark.django_db
def test_a_short_name_takes_no_part_of_other_words() -> None:
    boss = Person("administrator")
    li, zhang = (boss.good("POST", "contacts", {"name": name})["id"] for name in ("Li", "张伟"))
    account = boss.good("POST", "accounts", {"name": "Meridian"})["id"]
    tied = [{"object": "contact", "id": li}, {"object": "contact", "id": zhang}, {"object": "account", "id": account}]
    body = {"subject": "Li flies to Lisbon; 与张伟通话", "related": tied}
    made = boss.good("POST", "activities", body)["id"]
    assert erase(boss, "contacts", li).status_code == 200
    assert boss.good("GET", f"activities/{made}")["subject"] == "■ flies to Lisbon; 与张伟通话"
    assert erase(boss, "contacts", zhang).status_code == 200
    assert boss.good("GET", f"activities/{made}")["subject"] == "■ flies to Lisbon; 与■通话"
