"""`haoke import FILE…`: the same import in a terminal, with plan, issues and result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.text import T, current_language, say
from haoke.core.transfer import describing, imports
from haoke.core.transfer.models import Import, ImportFile, ImportRow
from haoke.core.transfer.rejecting import reject_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from haoke.core.access.actor import Actor

FILES = T("CSV, TSV, text or .xlsx files", "CSV、TSV、文本或 .xlsx 文件")
HISTORICAL = T("keep dates, owners and stages as they were", "保留原有的日期、负责人和阶段")
PLAIN = T("bring no history even where it is allowed", "不导入历史信息")
YES = T("take the suggestions and run without asking", "采用建议并直接执行，不再询问")
ANSWER = T("answer a question of the plan; may be repeated", "回答计划中的问题，可重复")
FIX = T("settle an issue of the plan; may be repeated", "处理计划中的问题项，可重复")
REJECTS = T("write the rows to correct into this file", "将待更正的行写入此文件")
DRY = T("show the plan only", "只显示计划")
ASK = T("Import now? [y/N] ", "现在导入？[y/N] ")
LEFT = T("Nothing was changed.", "没有做任何更改。")
NO_FILE = T("There is no file {name}", "找不到文件 {name}")
_HEADS = ("create", "update", "unchanged", "conflict", "rejected", "estimated")
_LABELS = {
    "create": T("new", "新建"), "update": T("changed", "更新"), "unchanged": T("unchanged", "不变"),
    "conflict": T("conflict", "冲突"), "rejected": T("rejected", "拒绝"), "estimated": T("estimated", "估算"),
}  # fmt: skip
_SHOWN = 20


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say(FILES))
    parser.add_argument("--historical", action="store_true", default=None, help=say(HISTORICAL))
    parser.add_argument("--no-history", dest="historical", action="store_false", help=say(PLAIN))
    parser.add_argument("--yes", action="store_true", help=say(YES))
    parser.add_argument("--dry-run", action="store_true", help=say(DRY))
    parser.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE", help=say(ANSWER))
    parser.add_argument("--fix", action="append", default=[], metavar="KEY=CHOICE", help=say(FIX))
    parser.add_argument("--rejects", type=Path, metavar="FILE", help=say(REJECTS))


def run_import(
    actor: Actor, arguments: argparse.Namespace, write: Callable[[str], None] = print, ask: Callable[[str], str] = input
) -> int:
    """Check, show, and run when told to; 0 when everything was taken, 1 when rows were rejected or nothing was done."""
    missing = next((path for path in arguments.files if not path.is_file()), None)
    if missing is not None:
        write(say(NO_FILE.fill(name=missing)))
        return 2
    options = {} if arguments.historical is None else {"historical": arguments.historical}
    given = {"answers": _pairs(arguments.answer), "fixes": _pairs(arguments.fix), "options": options}
    found = imports.create(actor, [(path.name, path.read_bytes()) for path in arguments.files], given)
    imports.check(actor, found, _silent)
    _show_plan(found, write)
    if found.state != "ready" or arguments.dry_run:
        return 1
    if not arguments.yes and ask(say(ASK)).strip().casefold() not in ("y", "yes", "是"):
        write(say(LEFT))
        return 1
    imports.run(actor, found, _silent)
    return _show_result(found, arguments.rejects, write)


def _silent(*_: Any) -> None:
    """A terminal run shows its plan and result, not its steps."""


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    return {key: value for key, _, value in (text.rpartition("=") for text in texts) if key}


def _show_plan(found: Import, write: Callable[[str], None]) -> None:
    language = current_language()
    for file in ImportFile.objects.filter(batch=found).order_by("position").defer("content"):
        if file.error:
            write(f"{file.name}: {file.error[language]}")
        for table in file.tables:
            _show_table(file.name, table, write)
    for question in describing.localised(found.questions, language):
        offered = ", ".join(f"{choice['value']} ({choice['label']})" for choice in question["choices"][:6])
        write(f"? {question['label']} [{question['key']}={question['value']}] {offered}")
    for issue in describing.localised(found.issues, language):
        chosen = f" → {issue['chosen']} [{issue['key']}]" if issue["choices"] else ""
        write(f"! {issue['label']}{chosen}" + (f" ({issue['field']})" if issue["field"] else ""))
    if found.message:
        write(found.message[language])
    _show_counts(found, write)


def _show_table(name: str, table: dict[str, Any], write: Callable[[str], None]) -> None:
    key = table["object"]
    label = say(registry.get(key).label) if key else "–"
    taken = ", ".join(f"{column['header']}→{column['field']}" for column in table["columns"] if column["field"])
    sheet = f" [{table['sheet']}]" if table["sheet"] else ""
    write(f"{name}{sheet}: {label}, {table['rows']} + {table['skipped_count']}: {taken}")


def _show_counts(found: Import, write: Callable[[str], None]) -> None:
    for item in found.counts:
        told = ", ".join(f"{say(_LABELS[name])} {item[name]}" for name in _HEADS if item[name])
        write(f"  {say(registry.get(item['object']).label_plural)}: {told}")


def _show_result(found: Import, rejects: Path | None, write: Callable[[str], None]) -> int:
    language = current_language()
    _show_counts(found, write)
    bad = ImportRow.objects.filter(batch=found).exclude(problems=[]).order_by("id")
    for row in bad[:_SHOWN]:
        for problem in describing.localised(row.problems, language):
            write(f"  {'' if row.row is None else row.row + 1} {row.title} {problem['field']}: {problem['message']}")
    if rejects is not None and bad.exists():
        rejects.write_bytes(reject_file(imports.read(found, _silent), bad, language)[1])
    for item in describing.localised(found.found, language):
        write(f"  {item['label']}: {item['count']}")
    return 1 if any(item["rejected"] for item in found.counts) else 0
