"""A file says nothing of fields closed to whoever imports it: neither their values nor whether it has guessed them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.access.actor import Actor
from haoke.core.errors import Missing
from haoke.core.text import speaking
from haoke.core.transfer import imports, rejecting
from haoke.core.transfer.models import Import, ImportRow
from haoke.customers.models import Account
from haoke.identity.tests import scene
from tests.derived.scene import Client

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def importer(key: str, **fields: str) -> Actor:
    role = scene.role({"account": {"*": "all"}, "contact": {"*": "all"}}, {key: fields})
    return scene.with_roles(scene.person("imp"), role)


def told(actor: Actor, name: str, text: str, **options: Any) -> str:
    """Everything the check of a file tells."""
    with speaking("en"):
        made = imports.create(actor, [(name, text.encode())], {"options": options})
        imports.check_job(str(made.id))
    made.refresh_from_db()
    assert made.state == made.State.READY, made.message
    rows = ImportRow.objects.filter(batch=made).values_list("verdict", "title", "before", "problems")
    return repr([made.issues, made.questions, made.counts, made.found, list(rows)])


@pytest.mark.parametrize("right", ["hidden", "masked"])
@pytest.mark.parametrize("conflicts", ["keep", "file"])
def test_what_a_closed_field_holds(right: str, conflicts: str) -> None:
    scene.add("account", name="Acme Ltd", website="https://secret.example/x")
    actor = importer("account", website=right)
    wrong = told(actor, "accounts.csv", "Name,Website\nAcme Ltd,https://guess.example/\n", conflicts=conflicts)
    assert "secret" not in wrong
    good = told(actor, "accounts.csv", "Name,Website\nAcme Ltd,https://secret.example/x\n", conflicts=conflicts)
    assert good.replace("https://secret.example/x", "") == wrong.replace("https://guess.example/", "")


@pytest.mark.parametrize("right", ["hidden", "masked"])
def test_whose_address_it_is(right: str) -> None:
    scene.add("contact", name="Ann Lee", email="ann@secret.example")
    actor = importer("contact", email=right)
    known = told(actor, "contacts.csv", "Name,Email\nSomebody New,ann@secret.example\n")
    assert "Ann Lee" not in known
    assert known == told(actor, "contacts.csv", "Name,Email\nSomebody New,bob@secret.example\n").replace("bob@", "ann@")


def rows(actor: Actor, batch: str) -> list[dict[str, Any]]:
    """What the API tells of an import's records."""
    found: list[dict[str, Any]] = Client(actor).good("GET", f"imports/{batch}/rows")["items"]
    return found


def updated(actor: Actor, conflicts: str) -> tuple[UUID, Import]:
    """An account with a website, and an import that says another, which is taken ("file") or not ("keep")."""
    account = scene.add("account", name="Acme Ltd", website="https://secret.example/x")
    text = b"Name,Website\nAcme Ltd,https://new.example/\n"
    made = imports.create(actor, [("a.csv", text)], {"options": {"conflicts": conflicts}})
    imports.check_job(str(made.id))
    imports.start(actor, made.id)
    imports.run_job(str(made.id))
    made.refresh_from_db()
    assert made.state == made.State.DONE, made.message
    assert "secret" in str(rows(actor, str(made.id)))
    return account, made


@pytest.mark.parametrize("conflicts", ["keep", "file"])
@pytest.mark.parametrize("lost", [{"website": "hidden"}, {"website": "masked"}, None], ids=str)
def test_what_a_record_held_is_told_by_the_rights_of_the_day(lost: dict[str, str] | None, conflicts: str) -> None:
    """Of a field closed since, or of a record that is out of reach since."""
    actor = importer("account")
    account, made = updated(actor, conflicts)
    after = scene.role({"account": {"*": "all" if lost else "own"}}, {"account": lost or {}}, name="After")
    actor = scene.with_roles(actor.id, after)
    told_now = rows(actor, str(made.id))
    with speaking("en"), suppress(Missing):  # nothing to correct where the file was taken
        told_now[0]["file"] = rejecting.kept(made, "en")[1].decode()
    assert [row["record"] for row in told_now] == [str(account)]
    assert "secret" not in str(told_now)


def test_undoing_asks_for_the_rights_of_the_day() -> None:
    actor = importer("account")
    account, made = updated(actor, "file")
    after = scene.role({"account": {"*": "all"}}, {"account": {"website": "read"}}, name="After")
    imports.undo(scene.with_roles(actor.id, after), made.id)
    kept = imports.undo_job(str(made.id))["kept"]
    assert [(each["id"], each["field"]) for each in kept] == [(str(account), "website")]
    assert Account._base_manager.get(pk=account).website == "https://new.example/"
