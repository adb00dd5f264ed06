"""The regions for the address picker, and what else the metadata says beside the objects."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from haoke.core.access.actor import system
from haoke.core.api.dispatch import serve
from haoke.core.api.meta import meta
from haoke.core.fieldtypes import currencies, regions


def get(path: str, **headers: str) -> HttpResponse:
    request: Any = RequestFactory().get(f"/api/v1/{path}", headers=headers)
    request.actor = system("api")
    answer = serve(request, path)
    assert isinstance(answer, HttpResponse)
    return answer


def test_regions_are_asked_for_once() -> None:
    answer = get("regions")
    places = {code: (name, latin) for code, name, latin in json.loads(answer.content)["places"]}
    assert places["440305"] == ("南山区", "Nanshan")
    assert list(places) == list(regions.names())
    again = get("regions", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in again.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("code", "latin"),
    [
        ("440000", "Guangdong"), ("150000", "Inner Mongolia"), ("610000", "Shaanxi"), ("610100", "Xi'an"),
        ("500000", "Chongqing"), ("350200", "Xiamen"), ("222400", "Yanbian"), ("130133", "Zhaoxian"),
        ("429000", ""),
    ],
)  # fmt: skip
def test_places_in_latin_letters(code: str, latin: str) -> None:
    assert regions.latin(code) == latin


@pytest.mark.django_db
def test_metadata_names_the_companys_currency() -> None:
    with currencies.based_on("EUR"):
        assert b'"base_currency":"EUR"' in get("meta").content


@pytest.mark.django_db
def test_a_year_is_not_grouped_and_a_file_field_says_its_limits(settings: Any) -> None:
    fields = {(o["key"], f["name"]): f for o in meta(system("api")) for f in o["fields"]}
    assert fields["account", "founded"]["grouping"] is False
    assert "grouping" not in fields["account", "employees"]
    attachments = fields["activity", "attachments"]
    assert (attachments["multiple"], attachments["max_size"]) == (True, settings.UPLOAD_LIMIT)
