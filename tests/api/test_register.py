"""The register of personal data: every field, suggested, set, missing; the record of processing; consent in lists."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import openpyxl
import orjson
import pytest

from haoke.core import custom, registry
from haoke.core.erasing.extent import personal
from tests.api.test_consents import NO, YES, contact, said
from tests.api.test_merging import client, good
from tests.security.test_erasing import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.django_db


def told(one: Any) -> dict[str, Mapping[str, Any]]:
    """{object.field: what the register says}."""
    with custom.latest():
        found = good(one, "GET", "privacy/register")
    return {f"{each['object']}.{field['field']}": field for each in found["objects"] for field in each["fields"]}


def test_every_field_of_persons_is_told_and_what_is_set_wins() -> None:
    one = client()
    found = told(one)
    for spec in registry.objects().values():
        assert {f"{spec.key}.{name}" for name in (personal(spec) if spec.person else ())} <= found.keys(), spec.key
    assert (found["contact.name"]["then"], found["contact.name"]["months"]) == ("erase", 36)
    assert {found[name]["origin"] for name in ("contact.mobile", "activity.body", "mail_block.address")} == {
        "suggested"
    }
    entry = {"object": "contact", "field": "birthday", "purposes": ["marketing"], "basis": "consent"}
    made = good(one, "POST", "personal-fields", {**entry, "months": 12, "after": "created", "then": "blank"})
    assert made["name"]["en"] == "Contact · Birthday"
    field = told(one)["contact.birthday"]
    assert (field["origin"], field["months"], field["record"]) == ("set", 12, made["id"])
    again = one("POST", "personal-fields", entry)
    assert again[0] in (409, 422)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"object": "nothing"}, "object"),
        ({"field": "number"}, "field"),
        ({"object": "opportunity", "field": "amount"}, "field"),
        ({"purposes": []}, "purposes"),
        ({"then": "erase", "months": 3}, "then"),
        ({"then": "keep"}, "then"),
        ({"then": "blank"}, "months"),
        ({"then": "blank", "months": 0}, "months"),
        ({"after": "date", "date_field": "mobile"}, "date_field"),
        ({"field": "name", "then": "blank", "months": 3}, "then"),
        ({"object": "mail_block", "field": "address", "then": "along"}, "then"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(values: dict[str, Any], field: str) -> None:
    entry = {"object": "contact", "field": "mobile", "purposes": ["service"], "then": "along"}
    status, problem = client()("POST", "personal-fields", {**entry, **values})
    assert status == 422, problem
    assert field in [each["field"] for each in problem["errors"]]


def test_the_record_of_processing_is_a_file_in_both_languages() -> None:
    boss = Person("administrator")
    answer = boss.ask("GET", "privacy/register.xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    texts = [[cell for row in sheet.iter_rows(values_only=True) for cell in row] for sheet in book.worksheets]
    assert "contact.mobile" in texts[0]
    assert "删除个人信息，记录匿名保留" in texts[0]
    assert "Erase the person; the record stays, anonymous" in texts[1]
    assert Person("sales_rep").ask("GET", "privacy/register.xlsx").status_code == 404


def test_lists_are_filtered_by_consent() -> None:
    one = client()
    yes, no, unasked = contact(one, "Yes"), contact(one, "No"), contact(one, "Unasked")
    said(one, yes, YES)
    said(one, no, YES)
    said(one, no, NO)
    company = good(one, "POST", "accounts", {"name": "Meridian"})["id"]

    def listed(state: str, plural: str = "contacts") -> list[str]:
        where = {"field": "consent_email", "op": "eq", "value": state}
        asked = {"filter": orjson.dumps(where).decode(), "fields": "name,consent_email"}
        found = good(one, "GET", f"{plural}?{urlencode(asked)}")
        assert all(each["consent_email"] == state for each in found["items"])
        return [each["id"] for each in found["items"]]

    assert listed("given") == [yes]
    assert listed("withdrawn") == [no]
    assert unasked in listed("unknown")
    assert company not in listed("unknown", "accounts")
