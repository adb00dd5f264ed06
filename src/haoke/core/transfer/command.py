"""`haoke import FILE…`: the same import in a terminal, with plan, issues and result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.text import T, current_language, say
from haoke.core.transfer import actors, describing, imports, obstacles
from haoke.core.transfer.following import Steps
from haoke.core.transfer.models import Import, ImportFile, ImportRow
from haoke.core.transfer.rejecting import kept

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from haoke.core.access.actor import Actor

ASK = T("Import now? [y/N] ", "现在导入？[y/N] ")
LEFT = T("Nothing was changed.", "没有做任何更改。")
NO_FILE = T("There is no file {name}", "找不到文件 {name}")
_HEADS = ("create", "update", "unchanged", "conflict", "rejected", "estimated")
_LABELS = {
    "create": T("new", "新建"), "update": T("changed", "更新"), "unchanged": T("unchanged", "不变"),
    "conflict": T("conflict", "冲突"), "rejected": T("rejected", "拒绝"), "estimated": T("estimated", "估算"),
}  # fmt: skip
_SHOWN = 20
_YES = ("y", "yes", "是")


def run_import(
    actor: Actor, arguments: argparse.Namespace, write: Callable[[str], None] = print, ask: Callable[[str], str] = input
) -> int:
    """Check, show, and run when told to; 0 when everything was taken, 1 when rows were rejected or nothing was done."""
    missing = next((path for path in arguments.files if not path.is_file()), None)
    if missing is not None:
        write(say(NO_FILE.fill(name=missing)))
        return 2
    with actors.company():
        return _run(actor, arguments, write, ask)


def _run(actor: Actor, arguments: argparse.Namespace, write: Callable[[str], None], ask: Callable[[str], str]) -> int:
    options = {} if arguments.historical is None else {"historical": arguments.historical}
    given = {"answers": _pairs(arguments.answer), "fixes": _pairs(arguments.fix), "options": options}
    if not _cleared(actor, arguments, write, ask):
        return 2
    files = [(path.name, path.read_bytes()) for path in arguments.files]
    found = imports.create(actor, files, given, later=False)
    imports.check(actor, found, Steps(found.id, imports.CHECKING))
    _show_plan(found, write)
    if found.state != "ready" or arguments.dry_run:
        return 1
    if not arguments.yes and ask(say(ASK)).strip().casefold() not in _YES:
        write(say(LEFT))
        return 1
    imports.run(actor, found, Steps(found.id, imports.WRITING))
    return _show_result(found, arguments.rejects, write)


def _cleared(
    actor: Actor, arguments: argparse.Namespace, write: Callable[[str], None], ask: Callable[[str], str]
) -> bool:
    """Whether nothing stands in the way, after asking to remove what does; `--yes` never removes anything."""
    obstacle = obstacles.standing()
    if obstacle is None:
        return True
    write(say(obstacle.message))
    if arguments.yes or arguments.dry_run or ask(say(obstacle.question)).strip().casefold() not in _YES:
        return False
    obstacle.remove(actor)
    return True


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
        if registry.get(item["object"]).internal:
            continue
        told = ", ".join(f"{say(_LABELS[name])} {item[name]}" for name in _HEADS if item[name])
        write(f"  {say(registry.get(item['object']).label_plural)}: {told}")


def _show_result(found: Import, rejects: Path | None, write: Callable[[str], None]) -> int:
    language = current_language()
    _show_counts(found, write)
    bad = ImportRow.objects.filter(batch=found).exclude(problems=[]).order_by("id")
    for row in bad[:_SHOWN]:
        for problem in describing.localised(row.problems, language):
            field = describing.field_label(row.object, problem["field"], language)
            write(f"  {'' if row.row is None else row.row + 1} {row.title} {field}: {problem['message']}")
    if rejects is not None and bad.exists():
        rejects.write_bytes(kept(found, language)[1])
    for item in describing.localised(found.found, language):
        write(f"  {item['label']}: {item['count']}")
    return 1 if any(item["rejected"] for item in found.counts) else 0
