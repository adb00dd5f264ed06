"""Configuration carried elsewhere: out, everything of it gone, in again, and out the same; all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import configuring, custom, registry
from haoke.core.access.actor import system
from haoke.core.configuring import Document
from haoke.core.configuring.applying import MEND, DoesNotFit
from haoke.core.metadata import SHIPPED, using
from haoke.core.modules.switching import switch
from haoke.core.records import changes
from haoke.core.text import T, say, speaking
from haoke.identity.models import Role
from haoke.identity.roles import ensure_roles
from haoke.inbox.models import NoticeRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

pytestmark = pytest.mark.django_db
ROOT = system("test")
#: Objects of the settings that are no configuration: people and their places, data, what belongs to one person, and
#: what has secrets or addresses of one installation.
NOT_CARRIED = {
    "company", "department", "user", "team", "team_member", "product_category", "account_contact", "contact_relation",
    "stage_entry", "view_choice", "absence", "automation_run", "mailbox", "mail_block", "webhook", "inbound_endpoint",
    "privacy_request",
}  # fmt: skip
#: Configuration that can be switched off and does nothing by itself.
ONLY_USED = {"mail_template", "pipeline", "field_rule", "module_switch"}


@pytest.fixture(autouse=True)
def _version() -> Iterator[None]:
    with using(SHIPPED):
        yield


def add(key: str, /, **values: Any) -> UUID:
    with custom.whole(), changes(ROOT, "scene") as tx:
        made: UUID = tx.create(key, values).id
    return made


def scene() -> None:
    """A little of everything, each naming others."""
    ensure_roles()
    boss = add("user", name="Boss", email="boss@example.com")
    role = add("role", name={"zh": "台席", "en": "Desk"}, grants={"account": {"read": "own"}}, fields={})
    pipeline = add("pipeline", name={"en": "Direct/Fast"}, order=3)
    stage = add("stage", name={"en": "First"}, pipeline=pipeline, order=1)
    visit = add("custom_object", key="co_visit", label={"en": "Visit"}, plural="co_visits")
    add("custom_field", object="co_visit", name="cf_account", kind="reference", label={"en": "Account"},
        options={"target": "account"})  # fmt: skip
    add("custom_field", object="account", name="cf_visit", kind="reference", label={"en": "Visit"},
        options={"target": "co_visit"})  # fmt: skip
    with custom.latest(), changes(ROOT, "scene") as tx:
        tx.update("custom_object", visit, {"columns": ["name", "cf_account"]})
    add("layout", object="account", role=role, columns=["name", "cf_visit"])
    add("field_rule", name="Called", object="account", effect="required", applies_to=["phone"])
    of_stage = {"filter": {"field": "stage", "op": "in", "value": [str(stage)]}}
    add("view", name="Firsts", object="opportunity", definition=of_stage, to_roles=[role])
    add("view", name="Mine only", object="opportunity", definition={})
    add("notice_rule", name={"en": "Told"}, object="account", happens=["update"], to_roles=[role], to_users=[boss])


def wipe() -> None:
    """Another installation, as far as one database can be: nothing there but objects and fields."""
    with custom.latest(), changes(ROOT, "scene") as tx:
        for spec in reversed([spec for spec in registry.objects().values() if spec.carried]):
            if spec.key not in {"custom_object", "custom_field"}:
                for record in spec.model._base_manager.filter(deleted_at=None):
                    tx.drop(spec.key, record.id)


def test_out_and_in_again_is_the_same() -> None:
    scene()
    with custom.latest():
        before = configuring.export()
    assert "Mine only" not in str(before.objects["view"])
    view = next(each for each in before.objects["view"] if each["name"] == "Firsts")
    assert view["definition"]["filter"]["value"] == ["@stage/Direct%2FFast/First"]
    assert view["to_roles"] == ["@role/台席"]
    assert before.left_out == []
    wipe()
    with custom.latest():
        assert configuring.preview(ROOT, before)["conflicts"] == []
        report = configuring.apply(ROOT, before)
    assert report["conflicts"] == []
    assert {line["object"] for line in report["made"]} >= {"role", "pipeline", "stage", "layout", "view", "notice_rule"}
    assert {(line["object"], line["plural"]) for line in report["off"]} == {("notice_rule", "notice-rules")}
    with custom.latest(), changes(ROOT, "scene") as tx:
        for told in NoticeRule.objects.filter(deleted_at=None):
            tx.update("notice_rule", told.id, {"active": True})
    with custom.latest():
        after = configuring.export()
    assert {key: sorted(map(str, listed)) for key, listed in after.objects.items()} == {
        key: sorted(map(str, listed)) for key, listed in before.objects.items()
    }


def test_nothing_begins_to_act_by_itself() -> None:
    boss = add("user", name="Boss", email="boss@example.com")
    said = {"object": "account", "happens": ["update"]}
    off = add("notice_rule", name={"en": "Off"}, **said, to_users=[boss], active=False)
    on = add("notice_rule", name={"en": "On"}, **said, to_users=[boss])
    fresh = {"name": {"en": "Told"}, **said, "to_users": ["@user/boss@example.com"], "active": True}
    mailed = [{"name": {"en": name}, "active": True, "mail": True} for name in ("Off", "On")]
    document = Document(objects={"notice_rule": [fresh, *mailed]})
    for _ in range(2):
        report = configuring.apply(ROOT, document)
        assert [line["name"] for line in report["off"]] == ["Told", "Off"]
    kept = {each.name["en"]: (each.active, each.mail) for each in NoticeRule.objects.filter(deleted_at=None)}
    assert kept == {"Told": (False, False), "Off": (False, True), "On": (True, True)}
    gone = Document(objects={"notice_rule": [{"name": {"en": "On"}, "active": False}]})
    assert configuring.apply(ROOT, gone)["off"] == []
    assert set(NoticeRule.objects.filter(id__in=(off, on)).values_list("active", flat=True)) == {False}


def test_what_can_be_switched_off_acts_by_itself_or_has_a_reason() -> None:
    fields = {key: registry.fields(key) for key, spec in registry.objects().items() if spec.carried}
    switched = {key for key, each in fields.items() if "active" in each}
    acting = {key for key in fields if registry.get(key).switch}
    assert switched - acting == ONLY_USED
    assert all(fields[key][registry.get(key).switch].type.kind == "boolean" for key in acting)


def test_once_more_changes_nothing() -> None:
    scene()
    with custom.latest():
        document = configuring.export()
        report = configuring.apply(ROOT, document)
    assert (report["made"], report["changed"], report["conflicts"]) == ([], [], [])
    assert report["same"] == sum(map(len, document.objects.values()))


def test_objects_and_fields_of_ones_own_come_first() -> None:
    fields = [
        {"object": "co_trip", "name": "cf_to", "kind": "reference", "label": {"en": "To"},
         "options": {"target": "account"}},
    ]  # fmt: skip
    document = Document(objects={
        "role": [{"name": {"en": "Traveller"}, "grants": {"co_trip": {"read": "own"}}}],
        "custom_field": fields,
        "custom_object": [{"key": "co_trip", "plural": "co_trips", "label": {"en": "Trip"},
                           "columns": ["name", "cf_to"]}],
    })  # fmt: skip
    report = configuring.preview(ROOT, document)
    assert report["conflicts"] == []
    with custom.latest():
        assert "co_trip" not in registry.objects()
    add("custom_object", key="co_other", label={"en": "Other"}, plural="co_others")
    with custom.latest():
        assert {"co_trip", "co_other"} & registry.objects().keys() == {"co_other"}
    report = configuring.apply(ROOT, document)
    assert [line["object"] for line in report["made"]] == ["custom_object", "custom_field", "role"]
    assert [line["name"].rpartition(" · ")[2] for line in report["made"]] == ["Trip", "To", "Traveller"]
    assert report["changed"] == []
    with custom.latest():
        assert registry.get("co_trip").columns == ("name", "cf_to")
        assert "cf_to" in registry.fields("co_trip")


def test_what_is_there_under_the_same_name_is_changed_and_says_which_fields() -> None:
    add("role", name={"en": "Desk"}, grants={"account": {"read": "own"}})
    document = Document(objects={"role": [{"name": {"en": "Desk"}, "grants": {"account": {"read": "all"}}}]})
    report = configuring.apply(ROOT, document)
    assert [(line["name"], len(line["fields"])) for line in report["changed"]] == [("Desk", 1)]
    assert Role.objects.get(name={"en": "Desk"}).grants == {"account": {"read": "all"}}


def test_all_or_nothing() -> None:
    document = Document(objects={
        "role": [
            {"name": {"en": "Good"}, "grants": {}},
            {"name": {"en": "Bad"}, "grants": {"nothing": {"read": "all"}}},
            {"name": {"en": "Good"}, "grants": {}},
            {"grants": {}},
        ],
        "view": [{"name": "V", "object": "account", "to_everybody": True, "to_roles": ["@role/Nobody"]}],
        "unheard": [{}],
        "account": [{"name": "A"}],
    })  # fmt: skip
    report = configuring.preview(ROOT, document)
    assert sorted(line["id"] for line in report["conflicts"]) == [
        "@role/Bad", "@role/Good", "@view/account/V", "account", "role/4", "unheard",
    ]  # fmt: skip
    assert "Nobody" in next(line["message"] for line in report["conflicts"] if line["object"] == "view")
    with pytest.raises(DoesNotFit):
        configuring.apply(ROOT, document)
    assert not Role.objects.filter(name={"en": "Good"}).exists()


@pytest.mark.parametrize(
    ("steps", "en", "zh"),
    [
        (
            [{"id": "a", "kind": "wait"}, {"id": "b", "kind": "assign", "people": []}],
            "Steps, no. 2 (people): Choose at least one", "步骤第 2 项 (people): 请至少选择一项",
        ),
        ([{"kind": "wait"}], "Steps, no. 1 (id): Please fill this in", "步骤第 1 项 (id): 请填写"),
        ([{"id": "a", "kind": "fly"}], "Steps, no. 1: Haoke does not know this kind", "步骤第 1 项: 好客没有这种类型"),
        (
            [{"id": "a", "kind": "branch", "branches": [{"steps": [{"id": "b", "kind": "wait", "n": "x"}]}]}],
            "Steps, no. 1.1.1 (n): Give a whole number", "步骤第 1.1.1 项 (n): 请填写整数",
        ),
        ({"a": 1}, "Steps: Give a list", "步骤: 请填写列表"),
    ],
)  # fmt: skip
def test_steps_that_do_not_parse_are_told_in_words(steps: Any, en: str, zh: str) -> None:
    rule = {"name": "R", "object": "account", "trigger": "created", "steps": steps}
    document = Document(objects={"automation": [rule]})
    with speaking("en"):
        assert configuring.preview(ROOT, document)["conflicts"][0]["message"] == en + say(MEND)
    with speaking("zh"):
        assert configuring.preview(ROOT, document)["conflicts"][0]["message"] == zh + say(MEND)


def test_what_is_left_out_stands_in_nobodys_way() -> None:
    document = Document(
        objects={"role": [{"name": {"en": "Good"}, "grants": {}}, {"grants": {}}], "unheard": [{}],
                 "view": [{"name": "V", "object": "account", "to_roles": ["@role/Nobody"]}]},
        without=["role/2", "unheard", "@view/account/V"],
    )  # fmt: skip
    report = configuring.apply(ROOT, document)
    assert [line["id"] for line in report["made"]] == ["@role/Good"]
    assert "without" not in document.model_dump()


def test_formulas_come_after_what_they_rest_on_and_retired_fields_come_back() -> None:
    number = {"object": "account", "kind": "integer"}
    document = Document(objects={"custom_field": [
        {**number, "name": "cf_twice", "label": {"en": "Twice"}, "options": {"formula": "cf_late * 2"}},
        {**number, "name": "cf_late", "label": {"en": "Late"}},
    ]})  # fmt: skip
    late = add("custom_field", **number, name="cf_late", label={"en": "Former"})
    with custom.latest(), changes(ROOT, "scene") as tx:
        tx.delete("custom_field", late)
    report = configuring.apply(ROOT, document)
    assert [line["id"] for line in report["made"]] == [
        "@custom_field/account/cf_late",
        "@custom_field/account/cf_twice",
    ]
    with custom.latest():
        assert registry.fields("account")["cf_late"].label == T("Late", "Late")
        assert configuring.apply(ROOT, document)["same"] == 2


def test_what_belongs_to_a_module_that_is_off_is_carried_too() -> None:
    with changes(ROOT, "scene") as tx:
        switch(tx, {"opportunities": False})
    add("pipeline", name={"en": "Quiet"}, order=9)
    with custom.latest():
        assert "pipeline" in registry.off()
        document = configuring.export()
        assert {"en": "Quiet"} in [entry["name"] for entry in document.objects["pipeline"]]
        assert configuring.apply(ROOT, document)["conflicts"] == []


def test_everything_of_the_settings_is_carried_or_has_a_reason() -> None:
    settings = {spec.key for spec in registry.objects().values() if spec.group == "settings" and not spec.internal}
    assert {key for key in settings if not registry.get(key).carried} == NOT_CARRIED
    for spec in registry.objects().values():
        assert set(spec.carried) <= registry.fields(spec.key).keys(), spec.key
