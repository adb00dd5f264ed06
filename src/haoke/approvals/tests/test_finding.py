"""Approvals are found again by what a person sees of them, page by page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from haoke.approvals.queries import Wanted, find, finding
from haoke.approvals.tests.scene import Company, add, put
from haoke.core import clock

pytestmark = pytest.mark.django_db

LEAD = {"kind": "superior", "level": 1}


@pytest.fixture
def company() -> Company:
    made = Company()
    made.process(LEAD)
    return made


def titles(company: Company, who: str, part: str, **wanted: Any) -> list[str]:
    return [each["title"] for each in find(company[who], Wanted(part=part, **wanted))["items"]]


def test_by_words_state_object_and_day(company: Company) -> None:
    first = company.ask("Rep", company.account(name="Orchard Mill").id)
    company.ask("Rep", company.account(name="Huawei Cloud").id)
    assert titles(company, "Lead", "open") == ["Huawei Cloud", "Orchard Mill"]
    assert titles(company, "Lead", "open", words="mill REP") == ["Orchard Mill"]
    assert titles(company, "Lead", "open", words="mill nobody") == []
    company.agree("Lead", first)
    assert titles(company, "Lead", "open") == ["Huawei Cloud"]
    (line,) = find(company["Lead"], Wanted(part="decided"))["items"]
    assert (line["title"], line["task"]["state"]) == ("Orchard Mill", "approved")
    assert titles(company, "Rep", "submitted", state="passed") == ["Orchard Mill"]
    assert titles(company, "Rep", "submitted", object="contact") == []
    today = clock.today()
    assert len(titles(company, "Rep", "submitted", since=today, until=today)) == 2
    assert titles(company, "Rep", "submitted", until=today - dt.timedelta(days=1)) == []
    assert titles(company, "Boss", "open") == titles(company, "Boss", "submitted") == []


def test_page_by_page_everything_once(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    monkeypatch.setattr(finding, "LOOKED_AT", 3)
    for number in range(7):
        company.ask("Rep", company.account(name=f"{'Even' if number % 2 == 0 else 'Odd'} {number}").id)
    found, pages, cursor = [], 0, None
    while pages == 0 or cursor:
        page = find(company["Rep"], Wanted(part="submitted", words="even", cursor=cursor))
        found += [each["title"] for each in page["items"]]
        pages, cursor = pages + 1, page["next"]
    assert found == ["Even 6", "Even 4", "Even 2", "Even 0"]
    assert pages > 2


def test_a_hidden_title_is_not_searched(company: Company) -> None:
    company.ask("Rep", company.account(name="Orchard Mill").id)
    blind = add("role", name={"en": "Blind"}, grants={"approval_case": {"*": "own"}})
    put("user", company.ids["Lead"], roles=[blind.id])
    assert titles(company, "Lead", "open", words="orchard") == []
    assert titles(company, "Lead", "open") == [None]
