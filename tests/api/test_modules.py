"""Modules switched off are nowhere, and on again as they were; presets are shown, applied and undone as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.automation import jobs as automation_jobs
from haoke.core import access, criteria, registry, search
from haoke.core.access.actor import FieldRight, Scope, Verb, system
from haoke.core.api.meta import meta
from haoke.core.api.routes import routes
from haoke.core.custom.models import CustomField
from haoke.core.custom.tests.making import present
from haoke.core.errors import Missing
from haoke.core.metadata import SHIPPED, current, using
from haoke.core.modules.switching import refuse, switch
from haoke.core.records import changes, undo
from haoke.identity import accounts, actors, company
from haoke.identity.models import Company
from haoke.inbox import jobs as inbox_jobs
from haoke.inbox.mail import incoming
from haoke.inbox.queries import today
from haoke.sales.actions import ensure_pipelines
from haoke.sales.models import Pipeline
from haoke.setup.presets import PRESETS
from tests.api.test_records import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _version() -> Iterator[None]:
    with using(SHIPPED):
        yield


@pytest.fixture
def boss() -> Actor:
    with changes(system("test"), "scene") as tx:
        company.start(tx, {"name": "Anvil Ltd"}, "own")
        ensure_pipelines(tx)
    made = accounts.create_user("boss@example.com", "Boss", roles=("administrator",))
    with changes(system("test"), "scene") as tx:
        tx.set("user", made, {"state": "active"})
    return actors.load(made, via="api")


def turn(actor: Actor, **wanted: bool) -> int:
    with changes(actor, "switch_module") as tx:
        return switch(tx, wanted)


def applied(boss: Actor, preset: str) -> dict[str, Any]:
    with present():
        status, answer = Client(boss)("POST", "presets", {"preset": preset})
    assert status == 200, answer["errors"]
    return dict(answer)


def test_what_is_off_is_nowhere_and_on_again_as_it_was(boss: Actor) -> None:
    client = Client(boss)
    lead = client("POST", "leads", {"name": "Wei Qiang"})[1]
    product = client("POST", "products", {"name": "Anvil"})[1]
    client("PATCH", f"leads/{lead['id']}", {"product": product["id"], "version": 1})
    assert turn(boss, leads=False, products=False) == 2
    with present():
        assert {"lead", "product", "product_category"} == registry.off()
        assert not registry.off() & {spec["key"] for spec in meta(boss)}
        for path in ("leads", f"leads/{lead['id']}", "products", "product-categories"):
            status, problem = client("GET", path)
            assert (status, problem["code"]) == (404, "module_off")
        assert client("POST", "leads", {"name": "Another"})[0] == 404
        assert search.find(boss, "Wei Qiang") == []
        assert "lead" not in {section["object"] for section in today(boss)["sections"]}
        assert access.scope_of(boss, registry.get("lead"), Verb.READ) is Scope.NONE
        assert access.field_right(boss, registry.get("opportunity"), "product") is FieldRight.HIDDEN
        with pytest.raises(Exception, match="product"):
            criteria.parse({"field": "product", "op": "empty"}, registry.get("opportunity"), boss)
    assert turn(boss, leads=True, products=True) == 2
    with present():
        assert client("GET", f"leads/{lead['id']}")[1]["product"]["title"] == "Anvil"
        assert [hit["id"] for hit in search.find(boss, "Wei Qiang")] == [lead["id"]]


def test_a_part_and_a_path_of_a_module_go_with_it(boss: Actor) -> None:
    turn(boss, opportunities=False, approvals=False)
    with present():
        assert Client(boss)("GET", "stage-entries")[1]["code"] == "module_off"
        assert Client(boss)("GET", "approvals")[1]["code"] == "module_off"
        assert Client(boss)("GET", "accounts")[0] == 200
        assert Client(boss)("POST", "accounts", {"name": "Anvil"})[0] == 201


def test_what_acts_by_itself_rests_while_its_module_is_off(boss: Actor) -> None:
    turn(boss, automation=False, integrations=False, mail=False)
    with present():
        client = Client(boss)
        for path in ("automations", "automation-templates", "webhooks", "webhook-deliveries", "mailboxes", "mail/boxes",
                     "mail-messages", "mail-sequences"):  # fmt: skip
            assert client("GET", path)[1]["code"] == "module_off"
        refuse(next(route for route in routes() if route.path == "mail/unsubscribe/{token}"))
        assert automation_jobs.look_at_the_clock() == {"woken": 0, "begun": 0, "found": 0}
        assert (incoming.poll(), inbox_jobs.mail_notices()) == (0, 0)
        assert client("POST", "accounts", {"name": "Anvil"})[0] == 201


def test_administrators_switch_and_nothing_is_written_twice(boss: Actor) -> None:
    status, answer = Client(boss)("PATCH", "modules/leads", {"active": False})
    assert (status, [each["active"] for each in answer["items"] if each["key"] == "leads"]) == (200, [False])
    with present():
        assert turn(boss, leads=False) == 0
        assert turn(boss, leads=True) == 1
        assert Client(boss)("PATCH", "modules/nothing", {"active": False})[0] == 404
    seller = accounts.create_user("rep@example.com", "Rep", roles=("sales_rep",))
    with changes(system("test"), "scene") as tx:
        tx.set("user", seller, {"state": "active"})
    assert Client(actors.load(seller, via="api"))("GET", "modules")[0] == 403


def test_every_object_belongs_to_one_module_at_most() -> None:
    named = [key for module in registry.modules().values() for key in module.objects]
    assert len(named) == len(set(named))
    assert set(named) <= set(registry.shipped())


@pytest.mark.parametrize("preset", [each.key for each in PRESETS])
def test_a_preset_does_what_it_showed_and_is_undone(boss: Actor, preset: str) -> None:
    default = Pipeline._base_manager.get(is_default=True, deleted_at=None).id
    with present():
        (shown,) = [each for each in Client(boss)("GET", "presets")[1]["items"] if each["key"] == preset]
    done = applied(boss, preset)
    with present():
        (made,) = [each for each in PRESETS if each.key == preset]
        assert [each["label"] for each in shown["fields"]] == [each.label.zh for each in made.fields]
        assert all(each.name in registry.fields(each.object) for each in made.fields)
        assert {each["key"] for each in shown["modules"]} == made.off == current().off
        assert done["applied"] == preset
        (after,) = [each for each in done["items"] if each["key"] == preset]
        assert (after["modules"], after["fields"], after["pipelines"]) == ([], [], [])
        later = Client(boss)("GET", "presets")[1]
    with present():
        answer = undo(boss, later["change"])
    assert (answer["kept"], done["change"]) == ([], later["change"])
    with present():
        assert current().off == frozenset()
        assert not any(each.name in registry.fields(each.object) for each in made.fields)
        assert Pipeline._base_manager.get(is_default=True, deleted_at=None).id == default
        assert Company._base_manager.get().preset is None
        assert Client(boss)("GET", "presets")[1]["change"] is None


def test_a_preset_applied_again_brings_its_retired_fields_back(boss: Actor) -> None:
    with present():
        undo(boss, applied(boss, "retail")["change"])
    applied(boss, "retail")
    with present():
        assert "cf_member_level" in registry.fields("contact")
    assert CustomField._base_manager.filter(name="cf_member_level").count() == 1


def test_a_preset_there_is_not(boss: Actor) -> None:
    with present(), pytest.raises(Missing):
        turn(boss, nothing=True)
    assert Client(boss)("POST", "presets", {"preset": "nothing"})[0] == 404
