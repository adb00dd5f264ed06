"""Plans as JSON that is stored once and shown in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import registry
from haoke.core.text import Language, T, say
from haoke.core.transfer.bridge import targets

if TYPE_CHECKING:
    from haoke.core.transfer.given import Choice, Issue, Question, Trouble
    from haoke.core.transfer.planning import Plan
    from haoke.core.transfer.tables import Table

UNTAKEN = T("The column “{column}” of {file} is not taken", "{file} 的“{column}”列未被导入")
NO_TABLE = T(
    "Haoke does not see what this table is about. Say it below under Files, or take another file",
    "没能认出表格里是什么数据。请在下方“文件”中选择，或换一个文件",
)
NO_ROWS = T("There are column names but no rows of data below them", "表格只有表头，没有数据行")
NO_FILE = T("None of the files could be read; why, is said below", "文件都无法读取，原因见下方")
_PLACE = T("{object} · {field}", "{object} · {field}")
_SKIPPED = 100


def both(text: T | str) -> dict[str, str]:
    """{"zh", "en"} of a text."""
    return {"zh": say(text, "zh"), "en": say(text, "en")}


def plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def why_not(tables: Sequence[Table]) -> T:
    """Why there is nothing to import."""
    if not tables:
        return NO_FILE
    return NO_TABLE if any(table.rows for table in tables) else NO_ROWS


def table(item: Table) -> dict[str, Any]:
    """What was understood of one table."""
    return {
        "id": item.id,
        "sheet": item.sheet.name,
        "header_row": item.layout.header_rows[0] + 1 if item.layout.header_rows else None,
        "rows": len(item.rows),
        "skipped": [{"row": row.index + 1, "reason": row.skipped} for row in item.skipped[:_SKIPPED]],
        "skipped_count": len(item.skipped),
        "object": item.object,
        "confidence": round(item.guess.confidence, 2),
        "columns": [_column(item, index) for index in range(len(item.columns))],
    }


def _column(item: Table, place: int) -> dict[str, Any]:
    column = item.columns[place]
    match = item.guess.matches[column.index]
    return {
        "index": column.index,
        "header": column.shown,
        "sample": [text[:80] for text in column.profile.samples],
        "filled": column.profile.filled,
        "field": match.path,
        "confidence": match.confidence,
        "why": match.why,
    }


def question(item: Question) -> dict[str, Any]:
    """One question."""
    return {
        "key": item.key,
        "kind": item.kind,
        "label": both(item.label),
        "choices": _choices(item.choices),
        "value": item.value,
    }


def issue(item: Issue) -> dict[str, Any]:
    """One grouped issue."""
    return {
        "key": item.key, "kind": item.kind, "label": both(item.label), "rows": item.rows, "field": item.field, "value": item.value,  # noqa: E501 (one sentence or statement)
        "suggestion": item.suggestion and both(item.suggestion), "place": _place(item.field), "choices": _choices(item.choices), "chosen": item.chosen, "examples": item.examples,  # noqa: E501 (one sentence or statement)
    }  # fmt: skip


def _place(path: str) -> dict[str, str]:
    """ "account.industry" as a person reads it."""
    key, _, name = path.partition("@")[0].partition(".")
    return both(_PLACE.fill(object=registry.get(key).label, field=registry.field(key, name).label))


def notices(made: Plan) -> list[dict[str, Any]]:
    """What is not taken at all, as issues without a choice."""
    said = [UNTAKEN.fill(column=column or "?", file=item.file) for item, column in made.untaken] + made.notices
    empty: dict[str, Any] = {
        "rows": 0,
        "field": "",
        "value": "",
        "suggestion": None,
        "place": None,
        "choices": [],
        "chosen": "",
        "examples": [],
    }
    return [
        {"key": f"notice{number}", "kind": "notice", "label": both(text), **empty} for number, text in enumerate(said)
    ]


def _choices(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    return [{"value": item.value, "label": both(item.label), "example": item.example} for item in choices]


def trouble(item: Trouble) -> dict[str, Any]:
    """One thing wrong with a row or cell."""
    return {"field": item.field, "code": item.code, "message": both(item.message), "value": item.value}


def field_label(key: str, path: str, language: Language) -> str:
    """What a person calls the field of a problem with a row of an object; "" for the row as a whole."""
    owner, _, name = path.partition("/")[0].rpartition(".")
    aside = targets()[key].aside(path) if key in targets() else None
    if aside is not None:
        return say(aside.label, language)
    known = registry.fields(owner or key) if (owner or key) in registry.objects() else {}
    return say(known[name].label, language) if name in known else path


def localised(value: Any, language: str) -> Any:
    """Stored JSON with every {"zh", "en"} pair said in one language."""
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            return value[language if language in value else "en"]
        return {key: localised(item, language) for key, item in value.items()}
    return [localised(item, language) for item in value] if isinstance(value, list) else value
