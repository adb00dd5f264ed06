"""Whoever administers settings without being an administrator: no way around the rights he lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import custom, registry
from haoke.core.access.actor import system
from haoke.core.calculated.trying import tried
from haoke.core.custom.tests.making import present
from haoke.core.errors import Refused
from haoke.core.modules.switching import switch
from haoke.core.records import changes
from haoke.identity import actors
from haoke.identity.models import Role, User
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> UUID:
    return scene.person("root", "administrator")


@pytest.fixture
def clerk(root: UUID) -> Actor:
    """All settings and people, accounts, and none of the deals."""
    every = {"@settings": {"*": "all"}, "account": {"*": "all"}, "@sales": {"*": "none"}, "user": {"*": "all"}}
    return scene.with_roles(scene.person("clerk"), scene.role(every))


def calculated(actor: Actor, key: str, kind: str, **options: Any) -> None:
    values = {"object": key, "kind": kind, "label": {"en": "Own"}, "name": "cf_own", "options": options}
    with custom.latest(), changes(actor, "define") as tx:
        tx.create("custom_field", values)


def test_a_calculation_says_nothing_of_records_its_author_does_not_read(clerk: Actor) -> None:
    total = {"rollup": {"from": "opportunities", "how": "sum", "of": "amount"}}
    with pytest.raises(Refused):
        calculated(clerk, "account", "decimal", **total)
    with present(), pytest.raises(Refused):
        tried(clerk, {"object": "account", "kind": "decimal", "options": total, "record": None})
    with pytest.raises(Refused):
        calculated(clerk, "account_contact", "text", formula="contact.email")
    calculated(clerk, "account", "integer", rollup={"from": "account-contacts", "how": "count"})


def test_nor_what_is_masked_for_him(root: UUID) -> None:
    masking = scene.role({"@settings": {"*": "all"}, "contact": {"*": "all"}}, {"contact": {"email": "masked"}})
    with pytest.raises(Refused):
        calculated(scene.with_roles(scene.person("clerk"), masking), "contact", "text", formula="email")


def test_nor_of_what_people_keep_from_administrators(root: UUID) -> None:
    """Counting mails that contain a word would be reading them."""
    relation = next(
        name for name, each in registry.relations("mailbox").items() if each.child == "mail_message" and each.field
    )
    where = {"field": "subject", "op": "contains", "value": "salary"}
    with pytest.raises(Refused):
        calculated(actors.load(root), "mailbox", "integer", rollup={"from": relation, "how": "count", "where": where})


def test_people_above_him_keep_address_account_and_second_step(clerk: Actor, root: UUID) -> None:
    role = Role.objects.get(code="administrator")
    scene.add("department", name="Other")
    rep = scene.person("rep", "sales_rep")
    with pytest.raises(Refused), changes(clerk, "update") as tx:
        tx.update("user", root, {"email": "mine@example.com"})
    with pytest.raises(Refused), changes(clerk, "delete") as tx:
        tx.delete("user", root)
    with pytest.raises(Refused), changes(clerk, "update") as tx:
        tx.update("role", role.id, {"two_step": True})
    assert User.objects.get(pk=root).email == "root@example.com"
    with changes(actors.load(root), "update") as tx:
        tx.update("role", role.id, {"two_step": True})
        tx.update("user", rep, {"email": "rep2@example.com"})
        tx.delete("user", rep)


def test_an_administrator_gives_roles_also_while_a_module_is_off(root: UUID) -> None:
    with changes(system("test"), "switch_module") as tx:
        switch(tx, {"leads": False})
    rep = scene.person("rep")
    with present(), changes(actors.load(root), "assign") as tx:
        tx.run("user", rep, "assign_roles", {"roles": [str(scene.role_id("sales_manager"))]})
