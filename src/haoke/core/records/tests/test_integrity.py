"""What the database's constraints say to people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from haoke.core import records, registry
from haoke.core.access.actor import Actor
from haoke.core.errors import Refused
from haoke.core.records import changes, storage
from haoke.core.records.integrity import _named, refusal
from haoke.core.records.numbers import render, take
from haoke.core.testing.app.rows import person

pytestmark = pytest.mark.django_db


def said(actor: Actor, key: str, break_it: Callable[[], Any]) -> dict[str, str]:
    spec = registry.get(key)
    with changes(actor, "test"), pytest.raises(IntegrityError) as broken, transaction.atomic():
        break_it()
    refused: Refused = refusal(spec, broken.value)
    return {problem.field: problem.code for problem in refused.problems} or {"": refused.code}


def row(key: str, actor: Actor, **columns: Any) -> dict[str, Any]:
    with changes(actor, "test") as tx:
        judge = tx.judge(registry.get(key))
        return judge.row(judge.create({"name": "A"}, None, tx.homes)) | columns


def test_an_empty_column(root: Actor) -> None:
    bad = row("thing", root, name=None)
    assert said(root, "thing", lambda: storage.insert(registry.get("thing"), bad)) == {"name": "required"}


def test_an_expression_that_must_be_unique(root: Actor) -> None:
    person("Ann", email="ann@example.com")
    bad = row("user", root, email="ANN@example.com", state="listed")
    assert said(root, "user", lambda: storage.insert(registry.get("user"), bad)) == {"email": "duplicate"}


def test_an_index_nobody_declared(root: Actor) -> None:
    with changes(root, "create") as tx:
        made = tx.create("thing", {"name": "A"})
    bad = row("thing", root, id=made.id)
    assert said(root, "thing", lambda: storage.insert(registry.get("thing"), bad)) == {"": "duplicate"}


def test_a_record_others_need(root: Actor) -> None:
    with changes(root, "create") as tx:
        made = tx.create("thing", {"name": "A"})
        tx.create("part", {"name": "B", "thing": made.id})

    def purge() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DELETE FROM testing_thing WHERE id = %s", [made.id])

    assert said(root, "thing", purge) == {"": "in_use"}


def test_fields_a_condition_names() -> None:
    condition = models.Q(a=1) | ~models.Q(models.Q(b__gte=models.F("c")), models.Value(True))
    assert set(_named(condition)) == {"a", "b", "c"}


def test_numbers() -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    assert render("OPP-{yyyy}{seq:6}", 42, now) == "OPP-2026000042"
    assert render("{yy}{mm}/{seq}", 1234567, now) == "2603/1234567"
    assert take(registry.get("rack"), 2, now) == [None, None]
    assert take(registry.get("thing"), 0, now) == []


def test_names_of_the_package_are_its_own() -> None:
    assert records.Outcome("created") is records.Outcome.CREATED
    with pytest.raises(AttributeError):
        _ = records.nothing_of_the_kind
