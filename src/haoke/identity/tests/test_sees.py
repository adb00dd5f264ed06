"""What a person is told before he comes, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.text import say
from haoke.identity import actors, sees
from haoke.identity.sees import sentences
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


def told(grants: dict[str, Any], fields: dict[str, Any] | None = None, language: Any = "en") -> list[str]:
    user = scene.person("anna", password=None)
    scene.person("below", manager=user, password=None)
    role = {"code": None, "grants": grants, "fields": fields}
    return [say(text, language) for text in sentences(actors.as_if(user, [role]))]


def test_administrators_see_everything() -> None:
    assert sentences(actors.as_if(scene.person("root", "administrator"))) == [
        "Everything in the company, and all settings"
    ]


def test_without_a_role_nothing() -> None:
    assert told({}) == ["Nothing yet: no role has been given"]


@pytest.fixture
def business(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test objects as if they had screens."""
    monkeypatch.setattr(sees, "_is_business", lambda spec: spec.key in {"thing", "remark"})


@pytest.mark.usefixtures("business")
def test_scopes_exports_and_closed_fields() -> None:
    grants = {"thing": {"read": "subordinates", "update": "own", "export": "own"}, "remark": {"read": "all"}}
    fields = {"thing": {"phone": "masked", "amount": "hidden"}}
    assert told(grants, fields) == [
        "All Remarks of the company",
        "Things of you and the 1 people who report to you",
        "Besides, whatever colleagues share with you",
        "You may export Things",
        "Masked for you: Things: Phone",
        "Hidden from you: Things: Amount",
    ]


@pytest.mark.usefixtures("business")
def test_in_chinese() -> None:
    assert told({"thing": {"read": "own"}, "remark": {"read": "own"}}, language="zh") == [
        "您自己的物品、备注",
        "以及同事共享给您的记录",
        "您只能查看，不能修改",
    ]


@pytest.mark.usefixtures("business")
def test_looking_at_everything() -> None:
    assert told({"*": {"read": "all"}}) == ["All Things, Remarks of the company", "You can look, not change"]
