"""`haoke config export` and `haoke config import`."""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from haoke.cli.acting import as_person, declare_person
from haoke.cli.installation import application, tell
from haoke.core.errors import BadRequest
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPORT = T("write roles, fields, views, rules and the like to a file", "将角色、字段、视图、规则等写入文件")
IMPORT = T("put such a file in place: all of it or nothing", "导入配置文件：全部成功或不做更改")
FILE = T("the file; standard output or input when left out", "文件；省略时使用标准输出或输入")
YES = T("do it; without this it is only tried", "执行；不加此项只做预览")
WRITTEN = T("{number} records written to {path}", "已写入 {number} 条到 {path}")
BROKEN = T("This is no configuration of Haoke: {why}", "不是有效的好客配置文件：{why}")
FOUND = T("Made: {made}. Changed: {changed}. As they are: {same}. Conflicts: {conflicts}.",
    "新建 {made}，更改 {changed}，不变 {same}，冲突 {conflicts}。")  # fmt: skip
NO_FILE = T("{path} cannot be read or written: {why}", "无法读写 {path}：{why}")
NOT_TEXT = T("it is no text in UTF-8", "不是 UTF-8 文本")
WITHOUT = T(
    "leave this out (may be repeated): the name shown with a conflict, such as @role/Desk, or view for all of a kind",
    "不导入此项（可重复）：冲突旁显示的名称，如 @role/Desk；写 view 则不导入整类",
)
INCOMPLETE = T(
    "{number} could not be carried whole: they name records or mailboxes of this installation, or share their name:",
    "有 {number} 条引用了本系统特有的记录、邮箱等，或与其他条目重名，无法完整导出：",
)
OFF = T(
    "{number} stay switched off until somebody switches them on, under Settings:",
    "以下 {number} 条保持停用，请在“设置”中检查后启用：",
)
TRIED = T("Nothing was changed yet: add --yes to do it.", "尚未更改：加 --yes 执行。")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, purpose in (("export", EXPORT), ("import", IMPORT)):
        part = parts.add_parser(name, help=say(purpose), description=say(purpose))
        part.add_argument("file", type=Path, nargs="?", default=None, help=say(FILE))
        if name == "import":
            part.add_argument("--without", action="append", default=[], metavar="NAME", help=say(WITHOUT))
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
    else:
        with _said(path):
            path.touch(mode=0o600)
            path.write_text(text + "\n", "utf-8")
        tell(WRITTEN.fill(number=sum(map(len, document.objects.values())), path=path))
    if document.left_out:
        tell(INCOMPLETE.fill(number=len(document.left_out)))
        print(*document.left_out, sep="\n", file=sys.stderr)
    return 0


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Say in words what is wrong with a file; raises BadRequest."""
    try:
        yield
    except OSError as wrong:
        raise BadRequest(NO_FILE.fill(path=path, why=wrong.strerror or wrong)) from None


def _text(path: Path | None) -> str:
    """What the file says; raises BadRequest."""
    if path is None:
        return sys.stdin.read()
    try:
        with _said(path):
            return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest(BROKEN.fill(why=say(NOT_TEXT))) from None


def _read(arguments: argparse.Namespace) -> int:
    from pydantic import ValidationError

    from haoke.core import configuring

    text = _text(arguments.file)
    try:
        document = configuring.Document.model_validate_json(text)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise BadRequest(BROKEN.fill(why=f"{place}: {first['msg']}" if place else first["msg"])) from None
    document.without += arguments.without
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
            print(f"{mark} {line['id']}" + (f": {more}" if more else ""))
    if report["off"]:
        tell(OFF.fill(number=len(report["off"])))
        print(*(line["id"] for line in report["off"]), sep="\n", file=sys.stderr)
    counts = {kind: len(report[kind]) for kind in ("made", "changed", "conflicts")}
    tell(FOUND.fill(**counts, same=report["same"]))
