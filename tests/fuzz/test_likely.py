"""What is typed is half done by nature: whatever stands in any field of any object, asking what is likely answers."""

from __future__ import annotations

from typing import Final

import orjson
import pytest

from haoke.core import registry
from haoke.core.access.actor import system
from tests.api.test_records import Client

DEEP: Final = '{"id":' * 60 + "1" + "}" * 60
#: JSON of values that fit few fields or none.
HOSTILE: Final = (
    "null", "true", "0", "-1", "1.5", "1e308", "9" * 400, '""', '" "', '"%_\\\\"', '"\' OR 1=1 --"', '"\\u0000"',
    '"\\ud800"', '"\\u202e１３８ ００００ 0000"', '"a&b|!c:*<->"', '"@"', '"x@y"', '"+"', '"1e999"', '"2026-02-30"',
    "[]", "[[]]", "[null]", '["x", 1]', "{}", '{"id": []}', '{"id": "x", "title": {}}',
    '{"amount": [], "currency": 7}', '{"zh": 1, "en": []}', '[{"number": {}, "kind": []}]', DEEP,
    orjson.dumps("字😀a1" * 25_000).decode(), orjson.dumps(["x"] * 5_000).decode(),
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:24])
def test_anything_in_any_field_is_answered(value: str) -> None:
    ask, found = Client(system("api")), []
    for key in registry.objects():
        values = ",".join(f'"{name}": {value}' for name in registry.fields(key))
        status, said = ask("POST", "likely", f'{{"object": "{key}", "values": {{{values}}}}}'.encode())
        if status >= 500:
            found.append((key, status, said))
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:24])
def test_anything_in_place_of_a_part_is_answered(value: str) -> None:
    ask = Client(system("api"))
    good = {"object": '"account"', "values": "{}", "besides": "null"}
    for part in (*good, "more"):
        body = ",".join(f'"{name}": {given}' for name, given in (good | {part: value}).items())
        assert ask("POST", "likely", f"{{{body}}}".encode())[0] < 500
