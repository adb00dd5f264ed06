"""`haoke export`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from haoke.cli.acting import as_person, declare_person
from haoke.cli.installation import application, tell
from haoke.core.errors import BadRequest
from haoke.core.text import T, say

OBJECT = T("object, such as account or opportunity", "对象，如 account、opportunity")
OUT = T("file to write; the ending says the kind: .xlsx or .csv", "输出文件；扩展名决定格式：.xlsx 或 .csv")
FIELDS = T("fields, separated by commas", "字段，以逗号分隔")
FILTER = T("criteria as JSON, as the API takes them", "JSON 条件，与接口相同")
RAW = T("a .csv for moving: exact values and ids, nothing escaped", "迁移用 .csv：原始值和 ID，不做转义")
REASON = T("why; needed for many records, and listed with what left", "理由；记录较多时必填，并列入数据外流记录")
NOT_JSON = T("--filter is not JSON", "--filter 不是 JSON")
KIND = T("The file's name must end with .xlsx or .csv", "文件名须以 .xlsx 或 .csv 结尾")
WRITTEN = T("{rows} rows written to {path}", "已写入 {rows} 行到 {path}")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("object", help=say(OBJECT))
    parser.add_argument("--out", type=Path, required=True, help=say(OUT))
    parser.add_argument("--fields", default=None, help=say(FIELDS))
    parser.add_argument("--filter", default=None, metavar="JSON", help=say(FILTER))
    parser.add_argument("--reason", default="", help=say(REASON))
    parser.add_argument("--raw", action="store_true", help=say(RAW))
    declare_person(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write what that person may see and export to a file, readable by its owner only."""
    form = "migration" if arguments.raw else arguments.out.suffix.removeprefix(".")
    if arguments.out.suffix not in {".xlsx", ".csv"}:
        raise BadRequest(KIND)
    wanted = {"filter": criteria(arguments.filter), "fields": arguments.fields and arguments.fields.split(",")}
    with application():
        from haoke.core.transfer import exporting

        person = as_person(arguments.user, "export")
        data, rows = exporting.at_once(person, arguments.object, wanted, form, arguments.reason)
    arguments.out.touch(mode=0o600)
    arguments.out.write_bytes(data)
    tell(WRITTEN.fill(rows=rows, path=arguments.out))
    return 0


def criteria(text: str | None) -> Any:
    """The filter's tree; raises BadRequest."""
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError as wrong:
        raise BadRequest(NOT_JSON) from wrong
