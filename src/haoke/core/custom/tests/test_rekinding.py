"""A field becomes of another kind that holds its values as they are; what does not fit is told, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope, Verb, system
from haoke.core.custom import rekinding
from haoke.core.custom.tests.making import field, own_object, present
from haoke.core.errors import Denied, Invalid
from haoke.core.log import history
from haoke.core.records import changes, reading
from haoke.core.records.undoing import undo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _object() -> None:
    own_object("co_part", number_pattern=None)


def make(**values: Any) -> Any:
    with changes(system(), "test") as tx:
        return tx.create("co_part", {"name": "One", **values})


def read(record: Any, name: str) -> Any:
    return reading.read_one(system(), registry.get("co_part"), record.id)[name]


def rekind(made: Any, **values: Any) -> Any:
    """The id of the change."""
    with present(), changes(system(), "define") as tx:
        tx.update("custom_field", made.id, values)
        return tx.change


def refused(made: Any, **values: Any) -> Any:
    with pytest.raises(Invalid) as found:
        rekind(made, **values)
    return found.value.problems[0]


def foreseen(made: Any, kind: str | None = None, options: Any = None) -> Any:
    with present():
        definition = reading.read_one(system(), registry.get("custom_field"), made.id)
        return rekinding.foreseen(system(), definition, kind, options)


def test_texts_become_choices_of_what_there_is_and_texts_again() -> None:
    made = field("co_part", "text", "cf_level")
    with present():
        part, _, _ = make(cf_level="高"), make(cf_level="高"), make(cf_level="低")
    found = foreseen(made, "choice")
    assert {each["value"] for each in found["kinds"]} == {"longtext", "choice", "email", "url"}
    assert (found["change"]["held"], found["change"]["unfit"]) == (3, 0)
    assert [each["value"] for each in found["change"]["choices"]] == ["高", "低"]
    change = rekind(made, kind="choice")
    with present():
        assert registry.field("co_part", "cf_level").type.kind == "choice"
        assert read(part, "cf_level") == "高"
        with pytest.raises(Invalid), changes(system(), "test") as tx:
            tx.update("co_part", part.id, {"cf_level": "中"})
        assert undo(system(), change)["undone"] == 1
    with present():
        assert registry.field("co_part", "cf_level").type.kind == "text"
        with changes(system(), "test") as tx:
            tx.update("co_part", part.id, {"cf_level": "中"})


def test_what_does_not_fit_is_told_with_its_records_and_refused() -> None:
    made = field("co_part", "text", "cf_mail")
    with present():
        make(cf_mail="a@example.com")
        wrong = make(cf_mail="nobody", name="Anvil")
    found = foreseen(made, "email")["change"]
    assert (found["held"], found["unfit"]) == (2, 1)
    told = {"value": "nobody", "count": 1, "records": [{"id": str(wrong.id), "title": "Anvil"}]}
    assert found["misfits"] == [told]
    problem = refused(made, kind="email")
    assert (problem.field, problem.code) == ("kind", "misfits")
    with present(), changes(system(), "test") as tx:
        tx.update("co_part", wrong.id, {"cf_mail": "b@example.com"})
    rekind(made, kind="email")
    with present():
        assert read(wrong, "cf_mail") == "b@example.com"


def test_long_texts_become_short_ones_where_they_are() -> None:
    made = field("co_part", "longtext", "cf_note", options={"max_length": 500})
    with present():
        make(cf_note="two\nlines")
    assert refused(made, kind="text", options=None).code == "misfits"
    rekind(field("co_part", "text", "cf_word", options={"max_length": 5}), kind="longtext", options=None)
    with present():
        assert read(make(cf_word="more than five"), "cf_word") == "more than five"


def test_whole_numbers_become_numbers_and_their_past_is_still_told() -> None:
    made = field("co_part", "integer", "cf_count")
    with present():
        part = make(cf_count=7)
        with changes(system(), "test") as tx:
            tx.update("co_part", part.id, {"cf_count": 8})
    rekind(made, kind="decimal", options={"digits": 1})
    with present():
        assert read(part, "cf_count") == "8.0"
        with changes(system(), "test") as tx:
            tx.update("co_part", part.id, {"cf_count": "8.5"})
        told = history.entries(system(), registry.get("co_part"), part.id)["items"]
        assert [each["changes"][0]["after"] for each in told[:2]] == ["8.5", "8.0"]


def test_who_reads_a_part_of_the_records_is_told_nothing_of_the_others() -> None:
    made = field("co_part", "text", "cf_secret")
    definitions = {str(verb): Scope.ALL for verb in (Verb.READ, Verb.UPDATE)}
    narrow = Actor(id=system().id, grants={"custom_field": definitions, "co_part": {"read": Scope.OWN}})
    masked = replace(
        narrow, grants={**narrow.grants, "co_part": {"read": Scope.ALL}},
        fields={"co_part": {"cf_secret": FieldRight.MASKED}},
    )  # fmt: skip
    with present():
        make(cf_secret="canary")
        definition = reading.read_one(system(), registry.get("custom_field"), made.id)
        for actor in (narrow, masked):
            with pytest.raises(Denied):
                rekinding.foreseen(actor, definition, "choice", None)
            with pytest.raises(Invalid) as found, changes(actor, "define") as tx:
                tx.update("custom_field", made.id, {"kind": "email"})
            assert [each.code for each in found.value.problems] == ["not_seen"]


def test_choices_called_otherwise_than_they_are_kept_stay() -> None:
    made = field("co_part", "choice", "cf_state")
    with present():
        make(cf_state="high")
    assert refused(made, kind="text", options=None).code == "misfits"


def test_other_kinds_are_refused_by_the_code_and_by_the_database() -> None:
    plain, counted = (
        field("co_part", "text", "cf_plain"),
        field("co_part", "integer", "cf_own", options={"formula": "1"}),
    )
    assert (refused(plain, kind="integer").code, refused(counted, kind="decimal").code) == ("not_into", "calculated")
    assert foreseen(plain, "integer")["change"] is None
    with (
        changes(system(), "test"), pytest.raises(IntegrityError, match="customfield_fixed"), transaction.atomic(),
        connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute("UPDATE core_customfield SET kind = 'integer' WHERE id = %s", [plain.id])
