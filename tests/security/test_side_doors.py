"""What is told beside lists and pages: histories of people, reasons, windows that stay open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from haoke.approvals.tests.scene import Company
from haoke.config.asgi import open_to
from haoke.core import log, registry
from haoke.core.access.actor import system
from haoke.core.api.routes import Access, routes
from haoke.core.errors import Refused
from haoke.core.records import changes
from haoke.identity import actors, sessions
from haoke.identity.administering.why import why
from haoke.identity.api import _address
from haoke.identity.models import Session
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def test_how_somebody_signs_in_is_no_news_to_colleagues() -> None:
    anna, bert = scene.person("anna", "sales_rep"), scene.person("bert", "sales_rep")
    with changes(system("test"), "turn_off") as tx:
        tx.note("user", anna, "two_step_off")

    def notes(who: UUID) -> list[str]:
        items = log.entries(actors.load(who), registry.get("user"), anna)["items"]
        return [each["verb"] for each in items if each["verb"].startswith("x:")]

    assert notes(bert) == []
    for who in (anna, scene.person("root", "administrator"), scene.person("audit", "auditor")):
        assert "x:two_step_off" in notes(who)


def test_it_is_said_why_somebody_sees_an_approval() -> None:
    company = Company()
    company.process(company.named("Boss"))
    case = company.ask("Rep", company.account().id)
    for who, sees in (("Rep", True), ("Boss", True), ("Fay", False)):
        assert why(system("test"), company.ids[who], "approval_case", case)["sees"] is sees


def test_a_window_opened_while_looking_as_somebody_ends_with_it() -> None:
    root, anna = scene.person("root", "administrator"), scene.person("anna", "sales_rep")
    opened = sessions.start(root).actor
    assert opened.session is not None
    looking = replace(actors.load(anna), session=opened.session, seen_by=root)
    own = Session.objects.filter(user=root)
    own.update(seen_as=anna, seen_until=timezone.now() + timedelta(hours=1))
    assert sessions.alive([opened, looking]) == [opened, looking]
    own.update(seen_as=None, seen_until=None)
    assert sessions.alive([opened, looking]) == [opened]


def test_nobody_learns_that_a_closed_object_is_used() -> None:
    agent = actors.load(scene.person("agent", "service_agent"))
    assert open_to(agent, frozenset({"account", "opportunity", "webhook", "nothing"})) == {"account"}


def test_wrong_tries_are_counted_for_the_caller_not_for_the_proxy_nor_for_what_he_says(settings: Any) -> None:
    """Else twenty wrong tries of a stranger would shut the whole company out."""
    said = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9"}
    request = RequestFactory().get("/", headers=said, REMOTE_ADDR="127.0.0.1")
    settings.TRUST_PROXY = True
    assert _address(request) == "203.0.113.9"
    assert _address(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"
    settings.TRUST_PROXY = False
    assert _address(request) == "127.0.0.1"


def test_whoever_finds_an_administrators_open_window_changes_no_settings_with_it() -> None:
    """Switching approvals off would be the end of them; what only tries or concerns jobs may be done unproved."""
    free = {
        "rights/preview",
        "assignment-trials",
        "configuration/preview",
        "operations/jobs/{id}/retry",
        "operations/jobs/{id}/discard",
        "setup",
        "demo",
    }
    open_ = {each.path for each in routes() if each.writes and each.access is Access.ADMIN and not each.guarded}
    assert open_ <= free, open_ - free


def test_an_administrator_does_not_open_somebodys_own_mailbox_to_himself() -> None:
    root, anna = scene.person("root", "administrator"), scene.person("anna", "sales_rep")
    given = {"name": "Mine", "address": "anna@example.com", "smtp_host": "smtp.example.com"}
    with changes(actors.load(anna), "create") as tx:
        box = tx.create("mailbox", given).id
    for values in ({"owner": str(root)}, {"to_roles": [str(scene.role_id("administrator"))]}, {"shared": True}):
        with pytest.raises(Refused), changes(actors.load(root), "update") as tx:
            tx.update("mailbox", box, values)
    with changes(actors.load(root), "update") as tx:
        tx.update("mailbox", box, {"active": False})
    with changes(system("test"), "leave") as tx:
        tx.set("user", anna, {"state": "disabled"})
    with changes(actors.load(root), "hand_over") as tx:  # who has left needs somebody to read his mail
        tx.run("mailbox", box, "hand_over", {"owner": str(root), "reason": "she works elsewhere now"})
