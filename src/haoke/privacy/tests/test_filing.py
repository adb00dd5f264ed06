"""Consents as columns of an import: what cells say, what is kept of it, whose rights count, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock, registry
from haoke.core.access.actor import Actor, Scope
from haoke.core.errors import BadValue, Invalid
from haoke.core.search.tests.test_finding import make, user
from haoke.core.text import speaking
from haoke.core.transfer import imports
from haoke.core.transfer.following import Steps
from haoke.core.transfer.guessing.dates import Reading
from haoke.core.transfer.models import ImportRow
from haoke.privacy.actions.filing import CONSENTS
from haoke.privacy.models import Consent
from haoke.privacy.rules.words import word_of

if TYPE_CHECKING:
    from haoke.core.transfer.models import Import

MAIL = "@consent/email/marketing"
READING = Reading("ymd", None, None, serials=True)


@pytest.mark.parametrize(
    ("cell", "state", "day"),
    [
        ("Yes", "given", None), ("是", "given", None), ("已同意", "given", None), ("Given", "given", None),
        (True, "given", None), (1, "given", None), ("√", "given", None), ("Opted-in", "given", None),
        ("no", "refused", None), ("拒绝", "refused", None), ("不同意", "refused", None), (0, "refused", None),
        ("退订", "withdrawn", None), ("Unsubscribed.", "withdrawn", None), ("Withdrawn", "withdrawn", None),
        ("2024-05-01", "given", date(2024, 5, 1)), ("2024年5月1日", "given", date(2024, 5, 1)),
        (date(2024, 5, 1), "given", date(2024, 5, 1)), ("yes, 2024-05-01", "given", date(2024, 5, 1)),
        ("退订 2024/5/1", "withdrawn", date(2024, 5, 1)), ("是2024-05-01", "given", date(2024, 5, 1)),
    ],
)  # fmt: skip
def test_what_a_cell_says(cell: Any, state: str, day: date | None) -> None:
    found = word_of(cell, READING)
    assert found is not None
    assert (found[0], found[1] and found[1].astimezone(clock.timezone()).date()) == (state, day)


@pytest.mark.parametrize(
    "cell", ["maybe", "yes please call", "0755-28780808", "2024-13-45", "是的吧", "y" * 5_000, "1.5.x"]
)
def test_what_says_neither_is_refused(cell: str) -> None:
    with pytest.raises(BadValue) as found:
        word_of(cell, READING)
    assert found.value.code == "no_word"


@pytest.mark.parametrize("cell", ["Not asked", "未询问", "已过期"])
def test_who_was_not_asked_said_nothing(cell: str) -> None:
    assert word_of(cell, READING) is None


def importer(**grants: dict[str, Scope]) -> Actor:
    return Actor(id=user("Anna"), grants=grants or {"*": {"*": Scope.ALL}}, via="import", language="en")


def checked(actor: Actor, text: str, **given: Any) -> Import:
    given = given or {"tables": {"0.0": {"object": "contact"}}}
    found = imports.create(actor, [("list.csv", text.encode())], given, later=False)
    with speaking("en"):
        imports.check(actor, found, Steps(found.id, imports.CHECKING))
    return found


def done(actor: Actor, text: str, **given: Any) -> Import:
    """Checked and run, which say the same."""
    found = checked(actor, text, **given)
    tried, notices = problems(found), told(found)
    with speaking("en"):
        imports.run(actor, found, Steps(found.id, imports.WRITING))
    assert (problems(found), told(found)) == (tried, notices)
    return found


def problems(found: Import) -> dict[str, list[tuple[str, str]]]:
    return {
        row.title: [(each["field"], each["code"]) for each in row.problems]
        for row in ImportRow.objects.filter(batch=found, object="contact")
    }


def told(found: Import) -> list[str]:
    found.refresh_from_db()
    return [each["label"]["en"] for each in found.issues if each["kind"] == "notice"]


def kept(name: str) -> list[tuple[str, str, str, str, bool]]:
    """(channel, state, day, proof, current) of all that a person said, the latest first."""
    people: Any = registry.get("contact").model._base_manager
    person = people.get(name=name, deleted_at=None)
    rows = Consent._base_manager.filter(record=person.id, deleted_at=None).order_by("-at", "channel")
    return [
        (each.channel, each.state, f"{each.at.astimezone(clock.timezone()):%F}", each.proof or "", each.current)
        for each in rows
    ]


LIST = """Name,Email,Newsletter,接收短信,Consent date,Consent source
Yes,a@example.com,yes,,2024-05-01,web form
No,b@example.com,no,同意,,
Garbage,c@example.com,perhaps,是,2024-05-01,fair
Day,d@example.com,2023-02-03,退订,,
Bad day,e@example.com,yes,,the other day,
Late,f@example.com,yes,,2999-01-01,
Nothing,g@example.com,,,2024-05-01,x
"""


@pytest.mark.django_db
def test_a_list_says_what_persons_consented_to() -> None:
    found = done(importer(), LIST)
    assert problems(found) == {
        "Yes": [], "No": [], "Day": [], "Nothing": [], "Garbage": [(MAIL, "no_word")],
        "Bad day": [("@consent/at", "no_day")], "Late": [(MAIL, "future")],
    }  # fmt: skip
    assert told(found) == ["What persons said to being reached is noted: 6"]
    today = f"{clock.today():%F}"
    where = "Import “list.csv”, row {}".format
    assert kept("Yes") == [("email", "given", "2024-05-01", f"web form · {where(2)}", True)]
    assert kept("No") == [
        ("email", "refused", today, where(3), True), ("sms", "given", today, where(3), True),
    ]  # fmt: skip
    assert kept("Garbage") == [("sms", "given", "2024-05-01", f"fair · {where(4)}", True)]
    assert kept("Day") == [
        ("sms", "withdrawn", today, where(5), True), ("email", "given", "2023-02-03", where(5), True),
    ]  # fmt: skip
    assert kept("Bad day") == kept("Late") == kept("Nothing") == []
    again = done(importer(), LIST)
    assert told(again) == []
    assert len(kept("No")) == 2


@pytest.mark.django_db
def test_a_person_who_is_here_and_has_said_no_is_not_overruled_and_undo_takes_back() -> None:
    anna = importer()
    for said in ("2024-01-01", "退订 2024-06-01"):
        done(anna, f"Name,Email,Newsletter\nLi,li@example.com,{said}\n")
    before = [("withdrawn", "2024-06-01", True), ("given", "2024-01-01", False)]
    assert standing("Li") == before
    undated = done(anna, "Name,Email,Newsletter\nLi,li@example.com,yes\n")
    assert problems(undated) == {"Li": [(MAIL, "said_no")]}
    for day, counts in (("2024-03-01", False), ("2024-09-01", True)):
        found = done(anna, f"Name,Email,Newsletter\nLi,li@example.com,{day}\n")
        assert ("given", day, counts) in standing("Li")
        assert [each[2] for each in standing("Li")] == [True, False, False]
        imports.take_back(anna, found, Steps(found.id, imports.UNDOING))
        assert standing("Li") == before


def standing(name: str) -> list[tuple[str, str, bool]]:
    return [(state, day, current) for _, state, day, _, current in kept(name)]


@pytest.mark.django_db
def test_whoever_may_not_note_consents_may_not_by_a_file() -> None:
    rights = dict.fromkeys(("create", "read", "import", "assign"), Scope.ALL)
    writer = importer(contact=rights, account=rights)
    found = done(writer, "Name,Email,Newsletter\nWu,wu@example.com,yes\n")
    assert any("ask for the right to change them" in each for each in told(found))
    assert problems(found) == {"Wu": []}
    assert kept("Wu") == []
    ready = checked(writer, "Name,Email,Say\nWang,wang@example.com,yes\n")
    with pytest.raises(Invalid) as refused:
        imports.change(writer, ready.id, {"tables": {"0.0": {"columns": {"2": MAIL}}}})
    assert refused.value.problems[0].code == "closed"
    narrow = replace(importer(), key_scopes=("contact:*",))
    assert CONSENTS.closed(narrow, registry.get("contact")) is not None
    make("contact", name="Zhao", email="zhao@example.com", owner=user("Somebody else"))
    own = importer(contact={"*": Scope.ALL, "update": Scope.OWN}, account={"*": Scope.ALL})
    theirs = done(own, "Name,Email,Newsletter\nZhao,zhao@example.com,yes\n")
    assert problems(theirs) == {"Zhao": [(MAIL, "closed")]}
    assert kept("Zhao") == []


@pytest.mark.django_db
def test_a_company_is_no_person() -> None:
    text = (
        "Account name,Type,Email,Consent E-mail\nAcme Ltd,Company,a@acme.example,yes\nLi Si,Person,li@example.com,yes\n"
    )
    given = {"tables": {"0.0": {"object": "account", "columns": {"3": MAIL}}}}
    found = done(importer(), text, **given)
    rows = ImportRow.objects.filter(batch=found, object="account")
    assert {row.title: [each["code"] for each in row.problems] for row in rows} == {
        "Acme Ltd": ["closed"], "Li Si": [],
    }  # fmt: skip
    assert list(Consent._base_manager.filter(object="account").values_list("state", flat=True)) == ["given"]
