"""Cursors tell nothing, cannot be changed and do not travel."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haoke.core.access.actor import Actor
from haoke.core.errors import BadRequest
from haoke.core.ids import uuid7
from haoke.core.records.reading import cursors

ME = Actor(id=uuid4())
BOUND = cursors.bind(ME, "thing", "-amount", {"field": "name", "op": "eq", "value": "x"}, "", None, False)


@given(st.tuples(st.none() | st.text(), st.none() | st.text()), st.uuids())
def test_round_trip(keys: tuple[str | None, str | None], last: object) -> None:
    assert cursors.unseal(cursors.seal((keys, last), BOUND), BOUND) == (keys, last)  # type: ignore[arg-type]  # a UUID


def test_values_do_not_show() -> None:
    one, two = (cursors.seal((("secret",), uuid7()), BOUND) for _ in range(2))
    assert one != two
    assert b"secret" not in urlsafe_b64decode(one + "==")


def test_parts_of_a_list_bind_its_cursors() -> None:
    filter_ = {"op": "eq", "field": "name", "value": "x"}  # the order of keys does not matter
    assert cursors.bind(ME, "thing", "-amount", filter_, "", None, False) == BOUND
    others = [
        cursors.bind(Actor(id=uuid4()), "thing", "-amount", filter_, "", None, False),
        cursors.bind(ME, "part", "-amount", filter_, "", None, False),
        cursors.bind(ME, "thing", "amount", filter_, "", None, False),
        cursors.bind(ME, "thing", "-amount", filter_ | {"value": "y"}, "", None, False),
        cursors.bind(ME, "thing", "-amount", filter_, "q", None, False),
        cursors.bind(ME, "thing", "-amount", filter_, "", "me", False),
        cursors.bind(ME, "thing", "-amount", filter_, "", None, True),
    ]
    assert len({BOUND, *others}) == 8
    sealed = cursors.seal((("5",), uuid7()), BOUND)
    for bound in others:
        with pytest.raises(BadRequest):
            cursors.unseal(sealed, bound)


@pytest.mark.parametrize("cursor", ["", "x", "é", "AAAA", "=" * 9, "A" * 200, "../..", "\ud800"])
def test_rubbish_is_refused(cursor: str) -> None:
    with pytest.raises(BadRequest) as caught:
        cursors.unseal(cursor, BOUND)
    assert caught.value.code == "bad_cursor"


@given(st.integers(0, 50), st.integers(1, 255))
def test_a_changed_byte_is_refused(place: int, change: int) -> None:
    sealed = bytearray(urlsafe_b64decode(cursors.seal((("5",), uuid7()), BOUND) + "=="))
    sealed[place] ^= change
    with pytest.raises(BadRequest):
        cursors.unseal(urlsafe_b64encode(bytes(sealed)).decode().rstrip("="), BOUND)


def test_another_secret_opens_nothing(settings: object) -> None:
    sealed = cursors.seal((("5",), uuid7()), BOUND)
    settings.SECRET_KEY = "another" * 9  # type: ignore[attr-defined]  # pytest-django's settings
    with pytest.raises(BadRequest):
        cursors.unseal(sealed, BOUND)
