"""A number that is shown masked stays so: in every form of an export, in merging, its Log and its undo."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.testing.app.rows import actor_for, person
from haoke.core.transfer.exporting import written
from tests.api.test_merging import account, client, good, merged

pytestmark = pytest.mark.django_db
PHONE, END = "13912345678", "12345678"
MASKED = {"account": {"phone": FieldRight.MASKED}}


def reader(**more: Any) -> Actor:
    return actor_for(person("Reader"), verbs={"*": Scope.ALL}, **more)


def cells(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


@pytest.mark.parametrize("form", ["csv", "xlsx", "migration"])
@pytest.mark.parametrize("names", [["name", "phone"], None])
def test_exports_keep_it(form: str, names: list[str] | None) -> None:
    one = account(client(), "Masked Mill", phone=PHONE)
    limited = reader(fields=MASKED)
    wanted = {"filter": {"field": "id", "op": "eq", "value": one}, **({"fields": names} if names else {})}
    content, rows = written(limited, "account", wanted, form)
    said = cells(content) if form == "xlsx" else content.decode("utf-8-sig").splitlines()
    assert rows == 1
    assert END not in " ".join(said)
    assert any("*" in each for each in said) or form == "migration"
    assert END in str(written(reader(), "account", wanted, "csv")[0])


def told(one: Any, keep: str, gone: str) -> str:
    """Whatever of a merge is shown to somebody."""
    with_it = {"with": gone}
    preview = [good(one, "POST", f"accounts/{keep}/merge/preview", {**with_it, "rule": rule}) for rule in (
        None, "newest", "complete",
    )]  # fmt: skip
    done = merged(one, keep, gone, rule="complete")
    after = [good(one, "GET", f"accounts/{keep}{part}") for part in ("", "/log", "/timeline")]
    undone = good(one, "POST", f"changes/{done['change']}/undo", {})
    again = [good(one, "GET", f"accounts/{each}{part}") for each in (keep, gone) for part in ("", "/log")]
    return str([preview, done, after, undone, again])


def test_merging_keeps_it() -> None:
    boss, limited = client(), client({"*": Scope.ALL}, fields=MASKED)
    for first, second in (({}, {"phone": PHONE}), ({"phone": PHONE}, {}), ({"phone": PHONE}, {"phone": "13888889999"})):
        keep, gone = account(boss, "Masked Mill", **first), account(boss, "Masked Mill East", **second)
        said = told(limited, keep, gone)
        assert END not in said
        assert "88889999" not in said
    assert END in told(boss, account(boss, "Mill", phone=PHONE), account(boss, "Mill East"))
