"""What is exported comes back as it was."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest

from haoke.core import registry
from haoke.core.text import say
from haoke.core.transfer import beside, exporting, imports, outside
from haoke.core.transfer.bridge import targets
from tests.derived.scene import KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.derived.scene import World


def exported(world: World, key: str, form: str = "csv") -> bytes:
    """The file of all records of an object, asked for and fetched as a client does."""
    asked = world.admin.good("POST", "exports", {"object": key, "format": form})
    exporting.export_job(asked["id"])
    file: bytes = world.admin.good("GET", f"exports/{asked['id']}/file")
    return file


@pytest.mark.parametrize("key", KEYS)
def test_export_has_every_record_and_field(world: World, key: str) -> None:
    rows = list(csv.reader(io.StringIO(exported(world, key).decode("utf-8-sig"))))
    labels = {say(each.label, "zh") for name, each in registry.fields(key).items() if name not in ("id", "version")}
    about = {say(beside.ABOUT, "zh")} if registry.get(key).links else set()
    assert set(rows[0]) - {say(outside.NUMBERS, "zh")} == labels | about
    assert len(rows) - 1 == world.admin.good("GET", registry.get(key).plural, count="exact")["count"]


IMPORTABLE = [key for key in KEYS if targets()[key].importable]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("key", IMPORTABLE)
def test_export_comes_back_unchanged(world: World, key: str, form: str) -> None:
    comes_back(world, key, f"{registry.get(key).plural}.{form}", exported(world, key, form))


def comes_back(world: World, key: str, name: str, file: bytes) -> None:
    """A file of all records of an object changes nothing."""
    count = world.admin.good("GET", registry.get(key).plural, count="exact")["count"]
    made = imports.create(world.admin.actor, [(name, file)])
    imports.check_job(str(made.id))
    seen = world.admin.good("GET", f"imports/{made.id}")
    (table,) = seen["files"][0]["tables"]
    assert table["object"] == key
    counts = {found["object"]: found for found in seen["counts"]}
    told = {name: counts[key][name] for name in ("unchanged", "create", "update", "conflict", "rejected")}
    rows = world.admin.good("GET", f"imports/{made.id}/rows")["items"]
    differing = [row for row in rows if row["verdict"] != "unchanged" or row["problems"]]
    assert told == {"unchanged": count, "create": 0, "update": 0, "conflict": 0, "rejected": 0}, differing
    assert {name: found["create"] for name, found in counts.items() if found["create"]} == {}


LIVE = ("=1+1", "@SUM(A1:A9)", "+49 89", "-2+3", '=HYPERLINK("http://x")', "\u3000=1+1", "'=1+1", "|calc", "%0A=1")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice: apt-get install libreoffice-calc-nogui")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exports_opened_and_saved_by_an_office_program_come_back_unchanged(
    world: World, tmp_path: Path, form: str
) -> None:
    for name in LIVE:
        world.admin.good("POST", "accounts", {"name": f"{name} {form}", "description": name})
    for key in IMPORTABLE:
        (tmp_path / f"{registry.get(key).plural}.xlsx").write_bytes(exported(world, key, "xlsx"))
    saved = tmp_path / "saved"
    office(form, sorted(tmp_path.glob("*.xlsx")), saved)
    for key in IMPORTABLE:
        file = saved / f"{registry.get(key).plural}.{form}"
        assert form == "csv" or live_cells(file) == []
        comes_back(world, key, file.name, file.read_bytes())


def office(form: str, files: list[Path], into: Path) -> None:
    """Open files in LibreOffice and save them in a form."""
    kind = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76", "xlsx": "xlsx:Calc MS Excel 2007 XML"}[form]
    profile = f"-env:UserInstallation=file://{into}.profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(into), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def live_cells(file: Path) -> list[object]:
    """Cells of a workbook that hold a formula."""
    sheets = openpyxl.load_workbook(file).worksheets
    return [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
