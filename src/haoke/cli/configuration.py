"""`haoke config export` and `haoke config import`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from haoke.cli.acting import as_person, declare_person
from haoke.cli.installation import application, tell
from haoke.core.errors import BadRequest
from haoke.core.text import T, say

EXPORT = T("write roles, fields, views, rules and the like to a file", "将角色、字段、视图、规则等写入文件")
IMPORT = T("put such a file in place: all of it or nothing", "导入配置文件：全部成功或不做更改")
FILE = T("the file; standard output or input when left out", "文件；省略时使用标准输出或输入")
YES = T("do it; without this it is only tried", "执行；不加此项只做预览")
WRITTEN = T("{number} records written to {path}", "已写入 {number} 条到 {path}")
BROKEN = T("This is no configuration of Haoke: {why}", "不是有效的好客配置文件：{why}")
FOUND = T("Made: {made}. Changed: {changed}. As they are: {same}. Conflicts: {conflicts}.",
    "新建 {made}，更改 {changed}，不变 {same}，冲突 {conflicts}。")  # fmt: skip
TRIED = T("Nothing was changed yet: add --yes to do it.", "尚未更改：加 --yes 执行。")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, purpose in (("export", EXPORT), ("import", IMPORT)):
        part = parts.add_parser(name, help=say(purpose), description=say(purpose))
        part.add_argument("file", type=Path, nargs="?", default=None, help=say(FILE))
        if name == "import":
            part.add_argument("--yes", action="store_true", help=say(YES))
        declare_person(part)


def run(arguments: argparse.Namespace) -> int:
    """Write the configuration, or try one and with --yes put it in place; 1 when it does not fit."""
    with application():
        return _write(arguments.file) if arguments.what == "export" else _read(arguments)


def _write(path: Path | None) -> int:
    from haoke.core import configuring

    document = configuring.export()
    text = document.model_dump_json(indent=2)
    if path is None:
        print(text)
        return 0
    path.write_text(text + "\n", "utf-8")
    tell(WRITTEN.fill(number=sum(map(len, document.objects.values())), path=path))
    return 0


def _read(arguments: argparse.Namespace) -> int:
    from pydantic import ValidationError

    from haoke.core import configuring

    text = sys.stdin.read() if arguments.file is None else arguments.file.read_text("utf-8")
    try:
        document = configuring.Document.model_validate_json(text)
    except ValidationError as wrong:
        raise BadRequest(BROKEN.fill(why=wrong.errors()[0]["msg"])) from None
    actor = as_person(arguments.user, "command")
    report = configuring.preview(actor, document)
    if arguments.yes and not report["conflicts"]:
        report = configuring.apply(actor, document)
    _say(report)
    if not arguments.yes:
        tell(TRIED)
    return 1 if report["conflicts"] else 0


def _say(report: dict[str, Any]) -> None:
    for mark, kind in (("+", "made"), ("~", "changed"), ("!", "conflicts")):
        for line in report[kind]:
            more = line.get("message") or ", ".join(line.get("fields", ()))
            print(f"{mark} {line['object']} {line['name']}" + (f": {more}" if more else ""))
    counts = {kind: len(report[kind]) for kind in ("made", "changed", "conflicts")}
    tell(FOUND.fill(**counts, same=report["same"]))
