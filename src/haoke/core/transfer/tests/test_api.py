"""Imports and exports over HTTP, and in a terminal."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest
from django.test import RequestFactory

from haoke.core.access.actor import Actor, Scope
from haoke.core.api.dispatch import serve
from haoke.core.errors import Invalid
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.text import T, speaking
from haoke.core.transfer import arguments as arguments_of
from haoke.core.transfer import command, exporting, imports
from haoke.core.transfer.escaping import imported_cell, spreadsheet_cell
from haoke.core.transfer.following import Steps
from haoke.core.transfer.models import Export, Import, ImportRow
from haoke.core.transfer.rejecting import reject_file

pytestmark = pytest.mark.django_db

SHEET = "公司名称\t电话\t行业\n甲公司\t010-62345678\t软件\n乙公司\t不是电话\t机器\n\t13800138000\t软件\n"
LIVE = ["=1+1", "+cmd", "-cmd", "@x", "\tx", "\rx", "＝1", "＋x", "－x", "＠x", " =1", "%x", "|x", "'=1", "''=1"]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setattr("haoke.core.transfer.actors.load", lambda user, *_, **__: ACTORS[user])

    def send(actor: Actor, method: str, path: str, data: Any = None, **extra: Any) -> Any:
        ACTORS[actor.id] = actor
        factory = RequestFactory()
        if extra:
            request: Any = factory.post(f"/api/v1/{path}", extra)
        else:
            request = factory.generic(
                method, f"/api/v1/{path}", orjson.dumps(data) if data is not None else b"", "application/json"
            )
        request.actor = actor
        with speaking("en"):
            return serve(request, path.split("?", maxsplit=1)[0])

    return send


ACTORS: dict[Any, Actor] = {}


def body(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content
    return orjson.loads(response.content)


def pasted(call: Callable[..., Any], actor: Actor, text: str = SHEET) -> str:
    """Id of a checked import of pasted text."""
    made = body(call(actor, "POST", "imports", {"paste": text, "name": "客户"}), 202)
    imports.check_job(made["id"])
    return str(made["id"])


def test_paste_mend_run_and_undo(admin: Actor, call: Callable[..., Any]) -> None:
    batch = pasted(call, admin)
    seen = body(call(admin, "GET", f"imports/{batch}"))
    assert seen["state"] == "ready"
    assert [column["field"] for column in seen["files"][0]["tables"][0]["columns"]] == ["name", "phone", "industry"]
    none = dict.fromkeys(("update", "unchanged", "conflict", "estimated"), 0)
    assert {"object": "account", "label": "Accounts", "create": 2, "rejected": 1, **none} in seen["counts"]
    issue = next(item for item in seen["issues"] if item["value"] == "机器")
    patched = body(
        call(admin, "PATCH", f"imports/{batch}", {"fixes": {issue["key"]: {"choice": "use:machinery"}}}), 202
    )
    assert body(call(admin, "GET", f"imports/{batch}"))["state"] == "checking"
    assert call(admin, "POST", f"imports/{batch}/run", {}).status_code == 409
    imports.check_job(patched["id"])
    rows = body(call(admin, "GET", f"imports/{batch}/rows?verdict=create&object=account&limit=1"))
    assert rows["items"][0]["after"]["name"] == "甲公司"
    assert (
        body(call(admin, "GET", f"imports/{batch}/rows?verdict=create&object=account&limit=1&cursor={rows['next']}"))[
            "next"
        ]
        is None
    )
    problems = body(call(admin, "GET", f"imports/{batch}/rows?verdict=problems"))["items"]
    assert [(row["row"], row["problems"][0]["field"]) for row in problems] == [(3, "phone"), (4, "name")]
    body(call(admin, "POST", f"imports/{batch}/run", {}), 202)
    imports.run_job(batch)
    done = body(call(admin, "GET", f"imports/{batch}"))
    assert done["state"] == "done"
    assert next(item for item in done["found"] if item["key"] == "account.no_phone")["count"] == 1
    assert body(call(admin, "GET", "imports"))["items"][0]["id"] == batch
    file = call(admin, "GET", f"imports/{batch}/rejects.csv")
    lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Row in the file", "3", "4"]
    body(call(admin, "POST", f"imports/{batch}/undo", {}), 202)
    assert imports.undo_job(batch)["undone"] == 2
    assert body(call(admin, "GET", f"imports/{batch}"))["state"] == "undone"


def test_owners_are_known_by_their_addresses(admin: Actor, call: Callable[..., Any]) -> None:
    with changes(admin, "create") as tx:
        anna = tx.create("user", {"name": "Anna", "email": "anna@example.com"})
    rows = ("公司名称\t负责人", "甲公司\tANNA@example.com ", "乙公司\tnew.one@example.com", "丙公司\t王五@")
    batch = pasted(call, admin, "\n".join(rows))
    seen = body(call(admin, "GET", f"imports/{batch}"))
    assert [(issue["kind"], issue["rows"]) for issue in seen["issues"]] == [("new", 2)]
    after = {
        row["after"].get("email") or row["after"]["name"]: row["after"]
        for row in body(call(admin, "GET", f"imports/{batch}/rows?verdict=create&limit=50"))["items"]
    }
    assert after["甲公司"]["owner"] == str(anna.id)
    assert "new.one@example.com" in after
    assert "王五@" in after


def test_decisions_about_tables(admin: Actor, call: Callable[..., Any]) -> None:
    batch = pasted(call, admin)
    table = body(call(admin, "GET", f"imports/{batch}"))["files"][0]["tables"][0]["id"]
    for rule in ({"object": "contact"}, {"columns": {"1": None}}, {"header_row": 2}, {"skip": True}):
        body(call(admin, "PATCH", f"imports/{batch}", {"tables": {table: rule}}), 202)
        imports.check_job(batch)
        seen = body(call(admin, "GET", f"imports/{batch}"))
        found = seen["files"][0]["tables"][0]
        if "object" in rule:
            assert found["object"] == "contact"
        elif "columns" in rule:
            assert found["columns"][1]["field"] is None
        elif "header_row" in rule:
            assert found["columns"][0]["header"] == "甲公司"
        else:
            assert seen["state"] == "mapping"
    for bad in ({"object": "nonsense"}, {"columns": {"0": "nonsense"}}, {"columns": {"0": "account.name/x"}}):
        body(
            call(admin, "PATCH", f"imports/{batch}", {"tables": {table: {"skip": False, "object": "account", **bad}}}),
            422,
        )


def test_a_field_given_to_another_column_leaves_the_one_that_had_it(admin: Actor, call: Callable[..., Any]) -> None:
    batch = pasted(call, admin, "公司名称\t备注\t备注\n甲公司\t老客户\t要发票\n")
    table = body(call(admin, "GET", f"imports/{batch}"))["files"][0]["tables"][0]
    assert [column["header"] for column in table["columns"]] == ["公司名称", "备注", "备注 (2)"]
    field = table["columns"][1]["field"]
    assert [column["field"] for column in table["columns"]] == ["name", field, None]
    both = {"tables": {table["id"]: {"columns": {"1": field, "2": field}}}}
    assert body(call(admin, "PATCH", f"imports/{batch}", both), 422)["errors"][0]["code"] == "twice"
    for column in ("2", "1", "2"):
        rule = {"tables": {table["id"]: {"columns": {column: field}}}}
        body(call(admin, "PATCH", f"imports/{batch}", rule), 202)
        imports.check_job(batch)
        shown = body(call(admin, "GET", f"imports/{batch}"))["files"][0]["tables"][0]["columns"]
        assert [str(each["index"]) for each in shown if each["field"] == field] == [column]
    issues = body(call(admin, "GET", f"imports/{batch}"))["issues"]
    assert any("备注" in str(issue["label"]) and "备注 (2)" not in str(issue["label"]) for issue in issues)
    rows = body(call(admin, "GET", f"imports/{batch}/rows?verdict=create&object=account"))["items"]
    assert rows[0]["after"][field] == "要发票"


@pytest.mark.parametrize(("sent", "status"), [({}, 400), ({"paste": 1}, 400), ([], 400)])
def test_bad_uploads(admin: Actor, call: Callable[..., Any], sent: Any, status: int) -> None:
    assert call(admin, "POST", "imports", sent).status_code == status


def test_files_and_their_limits(admin: Actor, call: Callable[..., Any]) -> None:
    upload = io.BytesIO(SHEET.encode("gb18030"))
    upload.name = "a\\客户.txt"
    made = body(call(admin, "POST", "imports", files=upload), 202)
    imports.check_job(made["id"])
    (file,) = body(call(admin, "GET", f"imports/{made['id']}"))["files"]
    assert (file["name"], file["encoding"], file["delimiter"]) == ("客户.txt", "gb18030", "\t")
    with pytest.raises(Invalid):
        imports.create(admin, [])
    with pytest.raises(Invalid):
        imports.create(admin, [("a.csv", b"a")] * 21)
    bad = imports.create(admin, [("a.pdf", b"%PDF-1.4")])
    imports.check_job(str(bad.id))
    seen = body(call(admin, "GET", f"imports/{bad.id}"))
    assert (seen["state"], seen["files"][0]["error"]["code"]) == ("mapping", "not_a_table")
    imports.failed(bad.id, "x")
    assert "x" in body(call(admin, "GET", f"imports/{bad.id}"))["message"]


def test_imports_belong_to_whoever_made_them(admin: Actor, call: Callable[..., Any]) -> None:
    batch = pasted(call, admin)
    other = Actor(id=uuid7(), grants={"account": {"read": Scope.ALL, "import": Scope.ALL}})
    for method, path in (
        ("GET", ""),
        ("PATCH", ""),
        ("POST", "/run"),
        ("POST", "/undo"),
        ("GET", "/rows"),
        ("GET", "/rejects.csv"),
    ):
        assert call(other, method, f"imports/{batch}{path}", {} if method != "GET" else None).status_code == 404
    assert body(call(other, "GET", "imports"))["items"] == []
    assert call(other, "GET", "imports/nonsense").status_code == 404
    nobody = Actor(id=uuid7())
    assert call(nobody, "POST", "imports", {"paste": SHEET}).status_code == 403
    assert Import.objects.count() == 1


def test_without_rights_nothing_is_made(admin: Actor, call: Callable[..., Any]) -> None:
    weak = Actor(id=admin.id, grants={"account": {"read": Scope.ALL, "import": Scope.ALL}})
    batch = pasted(call, weak)
    seen = body(call(weak, "GET", f"imports/{batch}"))
    account = next(item for item in seen["counts"] if item["object"] == "account")
    assert (account["create"], account["rejected"]) == (0, 3)
    assert seen["options"]["historical"] is False


def test_exports_are_escaped_and_raw_ones_need_their_right(admin: Actor, call: Callable[..., Any]) -> None:
    with changes(admin, "test") as tx:
        for text in LIVE:
            tx.create("account", {"name": f"{text}.", "phone": "13800138000", "founded": 1999})
    for form in ("csv", "xlsx"):
        made = body(
            call(
                admin, "POST", "exports", {"object": "account", "fields": ["name", "founded", "owner"], "format": form}
            ),
            202,
        )
        exporting.export_job(made["id"])
        file = call(admin, "GET", f"exports/{made['id']}/file")
        if form == "csv":
            names = [row[0] for row in csv.reader(io.StringIO(file.content.decode("utf-8-sig")))][1:]
        else:
            sheet: Any = openpyxl.load_workbook(io.BytesIO(file.content)).active
            cells = [row[0] for row in sheet.iter_rows(min_row=2)]
            assert {cell.data_type for cell in cells} == {"s"}
            names = [cell.value for cell in cells]
        assert all(not name or name[0] not in "=+-@\t\r＝＋－＠" for name in names)
    raw = exporting.create(admin, "account", {"fields": ["name"]}, "migration", "moving")
    exporting.export_job(str(raw.id))
    lines = call(admin, "GET", f"exports/{raw.id}/file").content.decode().splitlines()
    assert lines[0] == "id,name"
    assert any(line.endswith("=1+1.") for line in lines)
    weak = Actor(id=uuid7(), grants={"account": {"read": Scope.ALL, "export": Scope.ALL}})
    assert call(weak, "POST", "exports", {"object": "account", "format": "migration"}).status_code == 403
    assert call(weak, "GET", f"exports/{raw.id}/file").status_code == 404
    assert (
        call(
            Actor(id=uuid7(), grants={"account": {"read": Scope.ALL}}), "POST", "exports", {"object": "account"}
        ).status_code
        == 403
    )
    waiting = body(call(admin, "POST", "exports", {"object": "account"}), 202)
    assert call(admin, "GET", f"exports/{waiting['id']}/file").status_code == 404
    Export.objects.update(created_at="2020-01-01T00:00Z")
    assert exporting.sweep() == 3


@pytest.mark.parametrize("text", [*LIVE, "plain", "", "-5", "+1,000.50", "'quoted'", "10%"])
def test_import_strips_exactly_what_export_added(text: str) -> None:
    assert imported_cell(spreadsheet_cell(text)) == text


def test_an_export_comes_back_unchanged(admin: Actor, call: Callable[..., Any]) -> None:
    with changes(admin, "test") as tx:
        for number in range(8):
            tx.create("account", {"name": f"=公司{number}", "industry": "software", "employees": number})
    file, rows = exporting.written(admin, "account", {}, "csv")
    assert rows == 8
    made = imports.create(admin, [("accounts.csv", file)])
    imports.check(admin, made, Steps(made.id, imports.CHECKING))
    account = next(item for item in made.counts if item["object"] == "account")
    assert (account["unchanged"], account["create"], account["conflict"]) == (8, 0, 0), made.counts


def test_command(admin: Actor, tmp_path: Path) -> None:
    path = tmp_path / "客户.csv"
    path.write_text(SHEET.replace("\t", ","), "utf-8")
    parser = argparse.ArgumentParser()
    arguments_of.declare(parser)
    told: list[str] = []
    with speaking("en"):
        assert command.run_import(admin, parser.parse_args([str(tmp_path / "none.csv")]), told.append) == 2
        assert command.run_import(admin, parser.parse_args([str(path), "--dry-run"]), told.append) == 1
        assert command.run_import(admin, parser.parse_args([str(path)]), told.append, lambda _: "n") == 1
        rejects = tmp_path / "rejects.csv"
        arguments = parser.parse_args([str(path), "--yes", "--rejects", str(rejects), "--answer", "owner:account=none"])
        assert command.run_import(admin, arguments, told.append) == 1
        assert "Accounts: new 2, rejected 1" in "\n".join(told)
        assert "乙公司 Phone" in "\n".join(told)
        assert len(rejects.read_text("utf-8-sig").splitlines()) == 3
        clean = tmp_path / "clean.csv"
        clean.write_text("公司名称,电话\n丙公司,010-62345679\n", "utf-8")
        assert command.run_import(admin, parser.parse_args([str(clean), "--yes"]), told.append) == 0


def test_a_job_that_cannot_go_on_says_so(
    admin: Actor, call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = pasted(call, admin)

    def refuse(*_: Any) -> Any:
        raise Invalid(T("no way", "不行"))

    monkeypatch.setattr(imports, "read", refuse)
    with pytest.raises(Invalid):
        imports.check_job(batch)
    seen = body(call(admin, "GET", f"imports/{batch}"))
    assert (seen["state"], "no way" in seen["message"]) == ("failed", True)
    monkeypatch.undo()


def test_rows_to_correct_of_several_tables_come_as_sheets(admin: Actor) -> None:
    files = [
        ("甲.csv", "公司名称,电话\n甲公司,不是电话\n乙公司,010-62345678\n".encode()),
        ("乙.csv", "产品名称,单价\n水泵,不是数字\n阀门,12\n".encode()),
    ]
    made = imports.create(admin, files)
    imports.check(admin, made, Steps(made.id, imports.CHECKING))
    rows = ImportRow.objects.filter(batch=made).exclude(problems=[])
    name, data = reject_file(imports.read(made, lambda *_: None), rows, "en")
    assert name == "rejects.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [sheet.max_row for sheet in book] == [2, 2]


def test_cells_past_every_limit_are_told_and_hold_up_no_other(admin: Actor, call: Callable[..., Any]) -> None:
    people = "赵丽 19792174218；" * 200
    rows = [
        ["公司名称", "联系人及电话", "年营业额", "成立时间"],
        *([f"好公司{n}有限公司", f"张三{n} 1380571001{n}", "12万", "2020-01-01"] for n in range(8)),
        ["大数有限公司", "李四 13805710019", "9" * 40, "9999-12-31 23:59-14:00"],
        ["长名单有限公司", people, "9" * 5_000, "1" * 5_000],
    ]
    batch = pasted(call, admin, "\n".join("\t".join(row) for row in rows))
    assert body(call(admin, "GET", f"imports/{batch}"))["state"] == "ready"
    found = body(call(admin, "GET", f"imports/{batch}/rows?verdict=problems"))["items"]
    codes = {problem["code"] for row in found for problem in row["problems"]}
    assert {"out_of_range", "too_long"} <= codes, found
