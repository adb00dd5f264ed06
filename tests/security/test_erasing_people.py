"""A colleague who left, a customer who is a person, and what lay in the recycle bin: nothing stays to be read."""

from __future__ import annotations

import zlib

import pytest
from django.db import connection

from haoke.core.log import sealing
from haoke.core.records import changes
from haoke.core.transfer import imports
from haoke.core.transfer.models import ImportRow
from haoke.identity import keys, sessions
from haoke.identity.keys import NewKey
from haoke.identity.models import ExternalIdentity
from tests.security.test_erasing import MAIL, MARK, PHONE, Person, erase, found, known

OTHER = "Zebediah Qxley"


def packed(*words: str) -> list[str]:
    """Tables that keep one of the words in bytes they pack."""
    tables = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns"
            " WHERE data_type = 'bytea' AND table_schema = 'public'")  # fmt: skip
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> %s', [b""])
            kept = [bytes(row[0]) for row in cursor.fetchall()]
            if any(word.encode() in _open(each) for word in words for each in kept):
                tables.append(table)
    return tables


def _open(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return content


def lines(boss: Person, rows: str) -> str:
    """Id of an import of such lines that has been carried out."""
    batch: str = boss.good("POST", "imports", {"paste": rows, "name": "lines"})["id"]
    imports.check_job(batch)
    boss.good("POST", f"imports/{batch}/run")
    imports.run_job(batch)
    return batch


def colleague(boss: Person, rep: Person) -> str:
    """Id of a customer of a colleague about whom everything is known, said and kept."""
    boss.good("PATCH", f"users/{rep.id}", {"name": MARK, "email": MAIL, "phone": PHONE, "title": f"Chief {MARK}"})
    account: str = rep.good("POST", "accounts", {"name": "Meridian", "description": f"{MARK} won it; {OTHER} lost"})[
        "id"
    ]
    here = {"object": "account", "id": account}
    rep.good("POST", "views", {"name": f"Deals of {MARK}", "object": "account", "definition": {}})
    said = boss.good(
        "POST", "comments", {**here, "body": f"<p>@{MARK} please call {PHONE}</p>", "mentions": [str(rep.id)]}
    )
    boss.good("PATCH", f"comments/{said['id']}", {"body": f"<p>Ask {MARK}</p>"})
    boss.good("POST", "contacts", {"name": "Ann", "description": f"write to {MAIL}, not to {OTHER}"})
    boss.good("POST", "shares", {**here, "user": str(rep.id), "level": "read"})
    boss.good("POST", "exports", {"object": "user", "format": "csv"})
    lines(boss, f"公司名称\t负责人\t行业\n甲公司\t{MARK}\t软件\n")
    keys.make(rep.id, NewKey(name=f"Key of {MARK}"))
    opened = sessions.start(rep.id, "203.0.113.9", f"Browser of {MARK}")
    ExternalIdentity.objects.create(user_id=rep.id, issuer="https://sso.example.com", subject=MAIL)
    with changes(opened.actor, "look") as tx:
        tx.get("user", rep.id, "read")
        tx.note("user", rep.id, "seen_as", {"by": "boss", "person": MARK})
    boss.good("POST", f"users/{rep.id}/actions/invite", {})
    boss.good("POST", f"users/{rep.id}/actions/disable")
    return account


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_a_colleague_but_what_he_did() -> None:
    boss, rep = Person("administrator"), Person("sales_rep")
    account = colleague(boss, rep)
    sealing.seal_up()
    sealing.seal_up()
    assert len(found(MARK, PHONE, MAIL)) > 5
    assert "core_importfile" in packed(MARK)
    told = boss.good("GET", f"erasures/user/{rep.id}")
    assert {each["label"]: each["count"] for each in told["named"]} == {
        "客户": 1,
        "联系人": 1,
        "评论": 1,
        "已存视图": 1,
    }
    answer = erase(boss, "users", rep.id)
    assert answer.status_code == 200, answer.content
    assert found(f"{MARK} ", f"{MARK}<", f'{MARK}"', f"{MARK},", PHONE, MAIL, "203.0.113.9") == []
    assert packed(f"{MARK} ", PHONE, MAIL) == []
    assert sealing.verify().faults == []
    left = boss.good("GET", f"users/{rep.id}")
    assert (left["state"], left["email"], left["phone"], left["title"]) == ("disabled", None, None, None)
    kept = boss.good("GET", f"accounts/{account}")
    assert (kept["owner"]["title"], kept["description"]) == (left["name"], f"■ won it; {OTHER} lost")
    verbs = [each["verb"] for each in boss.good("GET", f"users/{rep.id}/log")["items"]]
    assert {"create", "x:erased"} <= set(verbs)


@pytest.mark.django_db(transaction=True)
def test_an_account_that_is_a_person_and_its_namesake() -> None:
    boss = Person("administrator")
    values = {"name": MARK, "kind": "person", "phone": PHONE}
    made = boss.good("POST", "accounts", values)["id"]
    namesake = boss.good("POST", "contacts", {"name": MARK, "account": made, "description": f"{MARK} moved; {PHONE}"})[
        "id"
    ]
    file = boss.good("POST", f"files?name={MARK}.txt", b"Prices")
    offer = boss.good("POST", "activities", {"subject": "Offer", "body": f"To {PHONE}", "attachments": [file]})["id"]
    lead = boss.good("POST", "leads", {"name": "Tea", "description": f"{MARK} sent us {MAIL}"})["id"]
    boss.good("POST", "views", {"name": "Tea", "object": "lead",
        "definition": {"filter": {"field": "description", "op": "contains", "value": PHONE}}})  # fmt: skip
    task = boss.good("POST", "activities", {"subject": f"Call a {MARK}"})["id"]
    assert erase(boss, "accounts", made).status_code == 200
    left = boss.good("GET", f"accounts/{made}")
    assert (left["name"], left["phone"]) == ("已删除", None)
    # Another bears the name: it goes where the record points at him, and stays where the other may be meant.
    other = boss.good("GET", f"contacts/{namesake}")
    assert (other["name"], other["description"]) == (MARK, "■ moved; ■")
    assert boss.good("GET", f"activities/{task}")["subject"] == f"Call a {MARK}"
    assert boss.good("GET", f"leads/{lead}")["description"] == f"{MARK} sent us {MAIL}"
    assert boss.good("GET", f"activities/{offer}")["body"] == "To ■"
    assert found(PHONE) == []
    assert erase(boss, "contacts", namesake).status_code == 200
    assert found(MARK, PHONE) == []
    assert boss.good("GET", f"activities/{offer}")["attachments"][0]["name"] == "■.txt"


@pytest.mark.django_db(transaction=True)
def test_what_lies_in_the_bin_is_erased_too() -> None:
    boss, rep = Person("administrator"), Person("sales_rep")
    contact = known(boss)
    for activity in boss.good("GET", "activities")["items"]:
        boss.good("DELETE", f"activities/{activity['id']}")
    boss.good("DELETE", f"contacts/{contact}")
    assert rep.ask("GET", f"erasures/contact/{contact}").status_code == 403
    assert boss.good("GET", f"erasures/contact/{contact}")["fields"]
    answer = erase(boss, "contacts", contact)
    assert answer.status_code == 200, answer.content
    assert answer.json()["record"]["name"] == "已删除"
    assert found(MARK, PHONE, MAIL, "zebediah") == []
    assert boss.ask("GET", f"contacts/{contact}").status_code == 404
    assert boss.good("POST", f"contacts/{contact}/restore")["name"] == "已删除"


@pytest.mark.django_db(transaction=True)
def test_a_name_many_bear_goes_from_imports_that_point_at_the_person() -> None:
    boss, rep = Person("administrator"), Person("sales_rep")
    boss.good("PATCH", f"users/{rep.id}", {"name": "张伟"})
    lines(boss, "公司名称\t负责人\t行业\n甲公司\t张伟\t软件\n")
    rows = "公司名称\t负责人\t行业\n乙公司\t张伟\t软件\n丙公司\t小张伟\t软件\n"
    begun = boss.good("POST", "imports", {"paste": rows, "name": "lines"})["id"]
    imports.check_job(begun)
    (asked,) = boss.good("GET", f"imports/{begun}")["issues"]
    boss.good("PATCH", f"imports/{begun}", {"answers": {asked["key"]: "use:张伟"}})
    imports.check_job(begun)
    boss.good("POST", f"users/{rep.id}/actions/disable")
    assert "public.core_import" in found("张伟")
    assert erase(boss, "users", rep.id).status_code == 200
    assert (found("张伟"), packed("张伟")) == (["public.core_importrow"], [])
    assert set(ImportRow.objects.filter(title__contains="张伟").values_list("title", flat=True)) == {"小张伟"}
    imports.check_job(begun)
    (file,) = boss.good("GET", f"imports/{begun}")["files"]
    assert file["error"]["code"] == "erased"
