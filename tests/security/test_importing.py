"""A file says nothing of fields closed to whoever imports it: neither their values nor whether it has guessed them."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.access.actor import Actor
from haoke.core.text import speaking
from haoke.core.transfer import imports
from haoke.core.transfer.models import ImportRow
from haoke.identity.tests import scene

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
